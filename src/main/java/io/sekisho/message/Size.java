package io.sekisho.message;

/// How large a request may be.
///
/// @param line bytes of the request line, at least 16
/// @param headers bytes of all header fields together, at least 16
/// @param fields number of header fields, at least 1
/// @param body bytes of the body, however it is framed
public record Size(int line, int headers, int fields, int body) {
  public Size {
    if (line < 16 || headers < 16 || fields < 1 || body < 0) {
      throw new IllegalArgumentException("too small for any request");
    }
  }

  /// What one request may take in memory at the most.
  public int request() {
    return line + headers + body;
  }
}
