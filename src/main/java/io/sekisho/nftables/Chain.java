package io.sekisho.nftables;

/// A chain: its rules, and for a base chain the hook line before them.
///
/// @param body one statement a line
record Chain(String name, String body) {
  void print(Printer out) {
    out.block("chain " + name, () -> out.line(body));
  }
}
