package io.sekisho.nftables;

/// A chain: its rules, and for a base chain the hook line before them.
///
/// @param body one statement a line
record Chain(String name, String body) {
  /// Whether the kernel itself sends packets here.
  boolean hooked() {
    return body.startsWith("type ");
  }

  void print(Printer out) {
    out.block("chain " + name, () -> out.line(body));
  }
}
