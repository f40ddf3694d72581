package io.sekisho.linux;

import io.sekisho.linux.Netlink.Message;
import io.sekisho.linux.Netlink.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/// The flows that the kernel tracks in one namespace. It tracks where a rule asks for the state of
/// a packet's connection (`ct state`), and nowhere else.
///
/// Made by a thread within the namespace, used by any, one at a time.
public final class Conntrack implements AutoCloseable {
  // linux/netlink.h, linux/netfilter/nfnetlink.h and nfnetlink_conntrack.h
  private static final int NETLINK_NETFILTER = 12;
  private static final short NEW = 1 << 8;
  private static final short GET = 1 << 8 | 1;
  private static final short DELETE = 1 << 8 | 2;
  private static final int NFGENMSG = 4;
  private static final int ENOENT = 2;

  /// How often it is asked anew while the table changes under the kernel's hands.
  private static final int ATTEMPTS = 5;

  /// One to ask with, and one to delete with, also in the middle of an answer.
  private final int asking;

  private final int deleting;
  // Guarded by this.
  private boolean closed;

  private Conntrack(int asking, int deleting) {
    this.asking = asking;
    this.deleting = deleting;
  }

  /// That of the calling thread's namespace.
  public static Conntrack ofThisNamespace() {
    try {
      int asking = Libc.netlink(NETLINK_NETFILTER);
      try {
        return new Conntrack(asking, Libc.netlink(NETLINK_NETFILTER));
      } catch (IOException e) {
        Libc.close(asking);
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Gives every flow of either family to the consumer as it is read: nothing is kept, however many
  /// there are. One that begins meanwhile may be left out; one may be given twice. The consumer may
  /// [#delete] it.
  ///
  /// @throws UncheckedIOException if the kernel does not tell of all
  public synchronized void each(Consumer<TrackedFlow> consumer) {
    expectOpen();
    try {
      // What is left of an answer that nobody heard to its end.
      Netlink.drain(asking, _ -> {});
      for (int i = 0; i < ATTEMPTS; i++) {
        if (Netlink.dump(asking, GET, new byte[NFGENMSG], message -> read(message, consumer))) {
          return;
        }
      }
      throw new IOException("the table does not stand still");
    } catch (IOException e) {
      throw new UncheckedIOException("the kernel tells nothing of its flows", e);
    }
  }

  private static void read(Message message, Consumer<TrackedFlow> consumer) {
    if (message.kind() == NEW) {
      ByteBuffer body = message.body();
      TrackedFlow.read(body, new Value(NFGENMSG, body.limit() - NFGENMSG)).ifPresent(consumer);
    }
  }

  /// Forgets one flow: its next packet is a new flow's first, or belongs to none.
  ///
  /// @return false if it was gone, or another is in its place, which is left alone
  /// @throws UncheckedIOException if that fails
  public synchronized boolean delete(TrackedFlow flow) {
    expectOpen();
    byte[] name = flow.name();
    byte[] body = new byte[NFGENMSG + name.length];
    body[0] = (byte) flow.family();
    System.arraycopy(name, 0, body, NFGENMSG, name.length);
    int[] error = {0};
    try {
      Libc.send(deleting, Netlink.message(DELETE, Netlink.REQUEST | Netlink.ACKNOWLEDGE, body));
      Netlink.messages(
          Netlink.receive(deleting),
          message -> error[0] = message.kind() == Netlink.ERROR ? message.error() : 0);
      if (error[0] != 0 && error[0] != ENOENT) {
        throw new IOException("errno " + error[0]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a flow can't be deleted", e);
    }
    return error[0] == 0;
  }

  private void expectOpen() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      try {
        Libc.close(asking);
      } finally {
        Libc.close(deleting);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
