//! The program on a terminal.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};

use nix::pty::{Winsize, openpty};
use nix::sys::termios::{SetArg, cfmakeraw, tcgetattr, tcsetattr};

/// A program that has a terminal for its output, 80 columns wide.
pub(crate) struct OnTerminal {
    pub(crate) child: Child,
    screen: File,
}

impl OnTerminal {
    /// Starts `command` with standard output and standard error on a new terminal.
    pub(crate) fn start(mut command: Command) -> Self {
        let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
        let pty = openpty(&size, None).unwrap();
        // Without the terminal's own doings, such as a carriage return before each line feed.
        let mut settings = tcgetattr(&pty.slave).unwrap();
        cfmakeraw(&mut settings);
        tcsetattr(&pty.slave, SetArg::TCSANOW, &settings).unwrap();
        let other: OwnedFd = pty.slave.try_clone().unwrap();
        command.stdin(Stdio::null()).stdout(pty.slave).stderr(other).env("TERM", "xterm");
        let child = command.spawn().unwrap();
        // `command` still holds the program's side: reading ends when all have closed it.
        drop(command);
        Self { child, screen: File::from(pty.master) }
    }

    /// Returns the next line.
    pub(crate) fn line(&mut self) -> String {
        let mut line = Vec::new();
        let mut byte = [0];
        while self.screen.read_exact(&mut byte).is_ok() && byte[0] != b'\n' {
            line.push(byte[0]);
        }
        String::from_utf8(line).unwrap()
    }

    /// Returns the rest of what is shown, once the program has ended, and its exit status.
    pub(crate) fn rest(mut self) -> (Vec<u8>, i32) {
        let mut shown = Vec::new();
        // Linux ends it with an error rather than with nothing.
        drop(self.screen.read_to_end(&mut shown));
        (shown, self.child.wait().unwrap().code().unwrap_or(-1))
    }
}
