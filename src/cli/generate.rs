//! `onrecord completions` and `onrecord man`: made from the same definitions as `--help`.

use super::failure::Failure;
use super::{Cli, FOUND, NAME};
use clap::{Args, CommandFactory};
use clap_complete::env::Shells;
use std::io::Write;

/// Print completions for a shell: commands, flags, fields, and values that the index has
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord completions bash > ~/.local/share/bash-completion/completions/onrecord
  onrecord completions zsh > ~/.zfunc/_onrecord
  onrecord completions fish > ~/.config/fish/completions/onrecord.fish")]
pub struct CompletionsArguments {
    /// The shell
    #[arg(value_parser = ["bash", "elvish", "fish", "powershell", "zsh"])]
    shell: String,
}

impl CompletionsArguments {
    /// Runs the command.
    pub fn run(self) -> Result<u8, Failure> {
        let shells = Shells::builtins();
        let shell = shells.completer(&self.shell);
        let shell = shell.ok_or_else(|| Failure::plain(format!("there are no completions for {}", self.shell)))?;
        let mut script = Vec::new();
        shell.write_registration("COMPLETE", NAME, NAME, NAME, &mut script)?;
        std::io::stdout().write_all(&script)?;
        Ok(FOUND)
    }
}

/// Print the manual page of the program or of a command
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  onrecord man search | man -l -")]
pub struct ManArguments {
    /// The command
    command: Option<String>,
}

impl ManArguments {
    /// Runs the command.
    pub fn run(self) -> Result<u8, Failure> {
        let mut program = Cli::command();
        program.build();
        let command = match &self.command {
            None => program,
            Some(name) => {
                let found = program.find_subcommand(name).cloned();
                let found = found
                    .ok_or_else(|| Failure::new(format!("there is no command {name}"), "onrecord --help lists them"))?;
                found.name(format!("onrecord-{name}"))
            }
        };
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        std::io::stdout().write_all(&page)?;
        Ok(FOUND)
    }
}
