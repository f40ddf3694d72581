package io.sekisho.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Reads request heads from a connection's bytes: RFC 9112 without any of its leniencies.
///
/// There are no leading empty lines, no bare CR or LF, no folded lines, one space between the parts
/// of the first line, no space before a colon, no byte outside printable ASCII. Netty's own decoder
/// accepts some of these and leaves no trace of it, which is why this one exists; the tests hold
/// the two against each other: whatever this one accepts, Netty's must read in the same way.
public final class HeadReader {
  private static final int LONGEST_METHOD = 20;
  private static final byte[] HTTP_1_1 = "HTTP/1.1".getBytes(ISO_8859_1);
  private static final byte[] HTTP_1_0 = "HTTP/1.0".getBytes(ISO_8859_1);

  /// The lower case of every character that a token may have (RFC 9110 section 5.6.2); 0 for
  /// others.
  private static final byte[] TOKEN = new byte[256];

  /// Fields that are lists (RFC 9110) and so may be sent in several pieces.
  private static final Set<String> LISTS =
      Set.of(
          "accept",
          "accept-charset",
          "accept-encoding",
          "accept-language",
          "cache-control",
          "connection",
          "if-match",
          "if-none-match",
          "pragma",
          "te");

  private static final Problem LINE =
      Problem.of(Code.INVALID_REQUEST, "Begin the request with a line such as GET /path HTTP/1.1.");
  private static final Problem FIELD =
      Problem.of(
          Code.INVALID_REQUEST,
          "Send each header as one line of printable ASCII such as Name: value, ended by CR LF.");
  private static final Problem REPEATED =
      Problem.of(Code.INVALID_REQUEST, "Send this header once.");
  private static final Problem LONG_LINE =
      Problem.of(Code.URI_TOO_LONG, "Send a shorter request line.");
  private static final Problem LONG_HEAD =
      Problem.of(Code.HEADERS_TOO_LARGE, "Send fewer or shorter headers.");
  private static final Outcome<Optional<Head>> MORE = Outcome.of(Optional.empty());

  static {
    for (byte c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".getBytes(ISO_8859_1)) {
      TOKEN[c] = c;
    }
    for (int c = 'A'; c <= 'Z'; c++) {
      TOKEN[c] = (byte) (c + 'a' - 'A');
    }
  }

  /// Where a thread lays out the head that it reads: the texts are copied from there, and it is
  /// written over by the next.
  private static final ThreadLocal<byte[]> SHEET = ThreadLocal.withInitial(() -> new byte[2_048]);

  private final Size limits;

  /// Where each line of the head found so far ends, just behind its CR LF, counted from the head's
  /// first byte. Kept between calls so that a guest who sends byte by byte costs no more than
  /// others.
  private final int[] ends;

  private int lines;
  private int searched;

  public HeadReader(Size limits) {
    this.limits = limits;
    this.ends = new int[limits.fields() + 2];
  }

  /// Takes one head from the bytes, or nothing if its end has not arrived.
  public Outcome<Optional<Head>> read(ByteBuf in) {
    int start = in.readerIndex();
    while (true) {
      int feed = in.indexOf(start + searched, in.writerIndex(), (byte) '\n');
      searched = feed < 0 ? in.readableBytes() : feed + 1 - start;
      Optional<Problem> oversize = oversize();
      if (oversize.isPresent()) {
        return Outcome.refuse(oversize.get());
      }
      if (feed < 0) {
        return MORE;
      }
      if (searched - lineStart() < 2 || in.getByte(feed - 1) != '\r') {
        return Outcome.refuse(lines == 0 ? LINE : FIELD);
      }
      boolean blank = searched - lineStart() == 2;
      ends[lines++] = searched;
      if (blank) {
        return take(in).map(Optional::of);
      }
    }
  }

  private int lineStart() {
    return lines == 0 ? 0 : ends[lines - 1];
  }

  private Optional<Problem> oversize() {
    if (lines == 0) {
      return searched > limits.line() + 2 ? Optional.of(LONG_LINE) : Optional.empty();
    }
    // The blank line is no field, but it does not start before every field has been counted.
    boolean many = lines > limits.fields() && searched - lineStart() > 2;
    boolean large = searched - ends[0] > limits.headers() + 2;
    return many || large ? Optional.of(LONG_HEAD) : Optional.empty();
  }

  private Outcome<Head> take(ByteBuf in) {
    byte[] bytes = SHEET.get();
    if (bytes.length < searched) {
      bytes = new byte[2 * searched];
      SHEET.set(bytes);
    }
    in.readBytes(bytes, 0, searched);
    int count = lines;
    lines = 0;
    searched = 0;
    return parse(bytes, count - 1);
  }

  /// @param count lines without the blank one
  private Outcome<Head> parse(byte[] bytes, int count) {
    if (count == 0) {
      return Outcome.refuse(LINE);
    }
    int end = ends[0] - 2;
    int method = tokenEnd(bytes, 0, end);
    int target = visibleEnd(bytes, method + 1, end);
    boolean wellFormed =
        method > 0
            && method <= LONGEST_METHOD
            && bytes[method] == ' '
            && target > method + 1
            && bytes[target] == ' ';
    boolean eleven = wellFormed && is(HTTP_1_1, bytes, target + 1, end);
    if (!eleven && !(wellFormed && is(HTTP_1_0, bytes, target + 1, end))) {
      return Outcome.refuse(LINE);
    }
    String verb = text(bytes, 0, method);
    String uri = text(bytes, method + 1, target);
    return headers(bytes, count).then(headers -> Head.of(verb, uri, eleven, headers));
  }

  private Outcome<Headers> headers(byte[] bytes, int count) {
    String[] fields = new String[2 * (count - 1)];
    for (int line = 1; line < count; line++) {
      int start = ends[line - 1];
      int end = ends[line] - 2;
      int colon = tokenEnd(bytes, start, end);
      if (colon == start || colon == end || bytes[colon] != ':') {
        return Outcome.refuse(FIELD);
      }
      int from = skipSpace(bytes, colon + 1, end);
      int to = dropSpace(bytes, from, end);
      if (!isPrintable(bytes, from, to)) {
        return Outcome.refuse(FIELD);
      }
      String name = lowerCase(bytes, start, colon);
      if (isRepeated(fields, 2 * (line - 1), name)) {
        return Outcome.refuse(REPEATED.header(name));
      }
      fields[2 * (line - 1)] = name;
      fields[2 * (line - 1) + 1] = text(bytes, from, to);
    }
    return Outcome.of(Headers.handedOver(fields, fields.length));
  }

  private static boolean isRepeated(String[] fields, int count, String name) {
    for (int i = 0; i < count; i += 2) {
      if (fields[i].equals(name)) {
        return !LISTS.contains(name);
      }
    }
    return false;
  }

  private static int tokenEnd(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && TOKEN[bytes[at] & 0xff] != 0) {
      at++;
    }
    return at;
  }

  private static int visibleEnd(byte[] bytes, int from, int end) {
    int at = Math.min(from, end);
    while (at < end && bytes[at] > ' ' && bytes[at] < 0x7f) {
      at++;
    }
    return at;
  }

  private static int skipSpace(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && isSpace(bytes[at])) {
      at++;
    }
    return at;
  }

  private static int dropSpace(byte[] bytes, int from, int end) {
    int at = end;
    while (at > from && isSpace(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isPrintable(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if ((bytes[at] < ' ' && bytes[at] != '\t') || bytes[at] == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static boolean is(byte[] word, byte[] bytes, int from, int end) {
    return from <= end && Arrays.equals(word, 0, word.length, bytes, from, end);
  }

  private static String lowerCase(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      bytes[at] = TOKEN[bytes[at] & 0xff];
    }
    return text(bytes, from, to);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, ISO_8859_1);
  }
}
