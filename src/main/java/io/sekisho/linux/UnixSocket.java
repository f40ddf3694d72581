package io.sekisho.linux;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/// One end of a unix socket over which frames travel: bytes, and with them a descriptor if need be.
/// Waits for a bounded time; to be used by one thread at a time.
public final class UnixSocket implements AutoCloseable {
  /// The plan of ten thousand guests is about two mebibytes, and a receiver's heap is not large.
  private static final int LARGEST = 4 << 20;

  private static final int PIECE = 1 << 16;

  private final int fd;
  private volatile Duration patience;
  private boolean closed;

  UnixSocket(int fd, Duration patience) {
    this.fd = fd;
    this.patience = patience;
  }

  /// Connects to whoever listens at this path.
  ///
  /// @param patience as for [#waitAtMost]
  public static UnixSocket connect(Path path, Duration patience) throws IOException {
    return new UnixSocket(Sockets.connect(path, patience), patience);
  }

  /// From now on waits this long, and no longer, until a frame begins, until all of it is there,
  /// and until the other end takes one.
  public void waitAtMost(Duration time) throws IOException {
    patience = time;
    Sockets.waitAtMost(fd, time);
  }

  /// What was sent with one call.
  ///
  /// @param descriptor one that came along; the receiver has to close it
  @SuppressWarnings("ArrayRecordComponent") // bytes are handed on, never compared
  public record Frame(byte[] bytes, OptionalInt descriptor) {}

  public void send(byte[] bytes, OptionalInt descriptor) throws IOException {
    byte[] whole =
        ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).array();
    Sockets.send(fd, whole, descriptor, end());
  }

  /// Waits for the next frame. A descriptor that comes along is never taken in.
  ///
  /// @throws EOFException if the other end is closed
  /// @throws IOException if it does not come in time
  public byte[] receive() throws IOException {
    return receive(LARGEST);
  }

  /// The same, of this many bytes at most.
  ///
  /// @throws IOException if it is longer, too
  public byte[] receive(int most) throws IOException {
    return receive(most, false).bytes;
  }

  /// Waits for the next frame, and the descriptor that may come with it.
  ///
  /// @throws EOFException if the other end is closed
  public Frame receiveWithDescriptor() throws IOException {
    return receive(LARGEST, true);
  }

  private Frame receive(int most, boolean descriptors) throws IOException {
    Frame head = read(Integer.BYTES, descriptors);
    int length = ByteBuffer.wrap(head.bytes).getInt();
    if (length < 0 || length > most) {
      throw new IOException("a frame of " + length + " bytes");
    }
    return new Frame(read(length, false).bytes, head.descriptor);
  }

  /// The user at the other end, as the kernel knows it.
  public int peerUser() throws IOException {
    return Sockets.peer(fd)[1];
  }

  /// The process that made the other end, as the kernel knows it.
  public int peerProcess() throws IOException {
    return Sockets.peer(fd)[0];
  }

  /// Ends the waiting of a thread in [#receive], for which it is as if the other end was closed.
  public synchronized void hangUp() {
    if (!closed) {
      Sockets.shutDown(fd);
    }
  }

  /// Also ends the waiting of a thread in [#receive].
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      Sockets.shutDown(fd);
      Libc.close(fd);
    }
  }

  private long end() {
    return System.nanoTime() + patience.toNanos();
  }

  private Frame read(int count, boolean descriptors) throws IOException {
    ByteBuffer whole = ByteBuffer.allocate(count);
    OptionalInt descriptor = OptionalInt.empty();
    long end = end();
    while (whole.hasRemaining()) {
      if (System.nanoTime() - end > 0) {
        throw new IOException("a frame takes too long to come");
      }
      Frame piece = Sockets.receive(fd, Math.min(PIECE, whole.remaining()), descriptors);
      if (piece.bytes.length == 0) {
        throw new EOFException("the other end is closed");
      }
      whole.put(piece.bytes);
      descriptor = piece.descriptor.isPresent() ? piece.descriptor : descriptor;
    }
    return new Frame(whole.array(), descriptor);
  }
}
