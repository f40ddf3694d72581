package io.sekisho.message;

import io.netty.buffer.ByteBuf;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// How the body of one request is read off the connection.
public sealed interface Body {
  Problem TOO_LARGE = Problem.of(Code.PAYLOAD_TOO_LARGE, "Send a smaller body.");

  /// The body of a request that announced one.
  static Body of(Head head, Size limits) {
    return head.chunked() ? new Chunked(limits.body()) : new Fixed(head.length());
  }

  /// Takes the whole body from the bytes, or nothing if its end has not arrived.
  Outcome<Optional<byte[]>> read(ByteBuf in);

  /// A body whose length was announced, and found to be within the limit.
  record Fixed(int length) implements Body {
    @Override
    public Outcome<Optional<byte[]>> read(ByteBuf in) {
      if (in.readableBytes() < length) {
        return Outcome.of(Optional.empty());
      }
      byte[] body = new byte[length];
      in.readBytes(body);
      return Outcome.of(Optional.of(body));
    }
  }

  /// A chunked body (RFC 9112 section 7.1) in its plainest form: a hexadecimal length and nothing
  /// behind it, and no trailers. Extensions and trailers serve no purpose here, and how servers
  /// read them differs enough to make two requests of one.
  final class Chunked implements Body {
    private static final int LONGEST_LINE = 8;
    private static final Problem MALFORMED =
        Problem.of(
            Code.INVALID_REQUEST, "Send chunks with plain hexadecimal sizes and no trailers.");

    private final int limit;
    private byte[] collected = Request.NO_BODY;
    private int used;

    Chunked(int limit) {
      this.limit = limit;
    }

    @Override
    public Outcome<Optional<byte[]>> read(ByteBuf in) {
      while (true) {
        int start = in.readerIndex();
        int digits = digits(in, start);
        int data = start + digits + 2;
        if (digits == 0 || digits > LONGEST_LINE) {
          return in.isReadable() ? Outcome.refuse(MALFORMED) : Outcome.of(Optional.empty());
        }
        if (!endsOrMayEnd(in, start + digits)) {
          return Outcome.refuse(MALFORMED);
        }
        if (in.writerIndex() < data) {
          return Outcome.of(Optional.empty());
        }
        long size = size(in, start, digits);
        if (used + size > limit) {
          return Outcome.refuse(TOO_LARGE);
        }
        int after = data + (int) size;
        if (!endsOrMayEnd(in, after)) {
          return Outcome.refuse(MALFORMED);
        }
        if (in.writerIndex() < after + 2) {
          return Outcome.of(Optional.empty());
        }
        keep(in.readerIndex(data), (int) size);
        if (size == 0) {
          return Outcome.of(Optional.of(Arrays.copyOf(collected, used)));
        }
      }
    }

    private void keep(ByteBuf in, int size) {
      if (collected.length < used + size) {
        collected = Arrays.copyOf(collected, Math.min(limit, 2 * (used + size)));
      }
      in.readBytes(collected, used, size).skipBytes(2);
      used += size;
    }

    private static int digits(ByteBuf in, int from) {
      int end = Math.min(in.writerIndex(), from + LONGEST_LINE + 1);
      int at = from;
      while (at < end && HexFormat.isHexDigit(in.getByte(at))) {
        at++;
      }
      return at - from;
    }

    private static long size(ByteBuf in, int from, int digits) {
      long size = 0;
      for (int at = from; at < from + digits; at++) {
        size = size << 4 | HexFormat.fromHexDigit(in.getByte(at));
      }
      return size;
    }

    /// Whether CR LF stands here, as far as bytes have arrived.
    private static boolean endsOrMayEnd(ByteBuf in, int at) {
      boolean cr = at >= in.writerIndex() || in.getByte(at) == '\r';
      return cr && (at + 1 >= in.writerIndex() || in.getByte(at + 1) == '\n');
    }
  }
}
