//! The encodings of Windows, by their numbers.

use encoding_rs::Encoding;

/// Returns the encoding of a code page of Windows.
pub(super) fn of_page(page: i32) -> Option<&'static Encoding> {
    match page {
        936 | 54936 => Some(encoding_rs::GB18030),
        950 => Some(encoding_rs::BIG5),
        932 => Some(encoding_rs::SHIFT_JIS),
        949 => Some(encoding_rs::EUC_KR),
        65001 => Some(encoding_rs::UTF_8),
        _ => Encoding::for_label(format!("windows-{page}").as_bytes()),
    }
}

/// Returns the encoding of a set of characters of Windows.
pub(super) fn of_charset(charset: i32) -> Option<&'static Encoding> {
    match charset {
        134 => of_page(936),
        136 => of_page(950),
        128 => of_page(932),
        129 => of_page(949),
        _ => None,
    }
}
