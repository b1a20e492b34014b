//! `println!` as this crate means it: a line for a reader who may have gone (`latih | head`, a full disk behind stdout). The standard
//! one panics then, and a training would lose its work for a line that nobody reads.

macro_rules! println {
    ($($text:tt)*) => {{
        let _ = std::io::Write::write_fmt(
            &mut std::io::stdout().lock(),
            format_args!("{}\n", format_args!($($text)*)),
        );
    }};
}
