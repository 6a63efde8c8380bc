//! The `onrecord` program: everything it does is in the library.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(onrecord::cli::run(std::env::args_os()))
}
