//! The bridge to tantivy: the only file that knows its tokenizer traits.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Atoms, terms};

/// What tantivy calls to index a text. It knows no dictionary: see [`Analyzer::tokens`] for what
/// becomes of words.
///
/// [`Analyzer::tokens`]: super::Analyzer::tokens
#[derive(Clone, Debug, Default)]
pub struct IndexTokenizer {
    buffer: TokenBuffer,
}

/// The terms of one text, waiting to be read by tantivy; kept from text to text.
#[derive(Clone, Debug, Default)]
pub struct TokenBuffer {
    terms: String,
    tokens: Vec<Buffered>,
    next: usize,
    current: Token,
}

#[derive(Clone, Copy, Debug)]
struct Buffered {
    term_end: u32,
    position: u32,
}

impl Tokenizer for IndexTokenizer {
    type TokenStream<'a> = &'a mut TokenBuffer;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Self::TokenStream<'a> {
        self.buffer.fill(text);
        &mut self.buffer
    }
}

impl TokenBuffer {
    fn fill(&mut self, text: &str) {
        let atoms = Atoms::scan(text);
        self.terms.clear();
        self.tokens.clear();
        self.next = 0;
        let (all, tokens) = (&mut self.terms, &mut self.tokens);
        terms::emit_all(&atoms, &[], |token| {
            all.push_str(&token.term);
            // Neither can exceed what `Atoms::scan` allows, a few times over.
            let term_end = u32::try_from(all.len()).unwrap_or(u32::MAX);
            tokens.push(Buffered { term_end, position: token.positions.start as u32 });
        });
    }
}

impl TokenStream for &mut TokenBuffer {
    fn advance(&mut self) -> bool {
        let Some(&Buffered { term_end, position }) = self.tokens.get(self.next) else {
            return false;
        };
        let start = self.next.checked_sub(1).map_or(0, |last| self.tokens[last].term_end);
        self.next += 1;
        self.current.text.clear();
        let term = self.terms.get(start as usize..term_end as usize).unwrap_or_default();
        self.current.text.push_str(term);
        self.current.position = position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
