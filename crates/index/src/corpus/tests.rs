//! Corpora as wholes.
