//! Parameters of a receipt.

use serde::Deserialize;
use xunwen_query::Request;

use super::filter::FilterParams;
use super::question::{QuestionParams, now};
use crate::http::problem::Problem;
use crate::limits::Limits;

/// A question whose exact tier is to be cited.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReceiptParams {
    #[serde(flatten)]
    question: QuestionParams,
    #[serde(flatten)]
    filter: FilterParams,
}

impl ReceiptParams {
    pub(crate) fn request(&self, limits: &Limits) -> Result<Request, Problem> {
        self.question.request(&self.filter, limits, now())
    }
}
