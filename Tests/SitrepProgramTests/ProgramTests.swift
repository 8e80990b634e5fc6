import Testing

/// The built program in a terminal of its own.
///
/// One at a time: each has two to four processes, and a machine with two cores should not judge three at once.
@Suite(.serialized) enum ProgramTests {}

/// The built program's commands and its journal, beside the former.
@Suite(.serialized) enum CommandTests {}
