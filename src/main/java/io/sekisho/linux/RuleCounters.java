package io.sekisho.linux;

import io.sekisho.linux.Netlink.Message;
import io.sekisho.linux.Netlink.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the rules of one nftables table have counted, read without a transaction.
///
/// Made by a thread within the namespace, used by any, one at a time.
public final class RuleCounters implements AutoCloseable {
  // linux/netlink.h and linux/netfilter/nf_tables.h
  private static final int NETLINK_NETFILTER = 12;
  private static final short GET_SET = 10 << 8 | 10;
  private static final short NEW_SET = 10 << 8 | 9;
  private static final short GET_ELEMENTS = 10 << 8 | 13;
  private static final short NEW_ELEMENTS = 10 << 8 | 12;
  private static final short GET_OBJECT = 10 << 8 | 19;
  private static final short NEW_OBJECT = 10 << 8 | 18;
  private static final int SET_TABLE = 1;
  private static final int SET_NAME = 2;
  private static final int SET_KEY_TYPE = 4;
  private static final int SET_EXPR = 17;
  private static final int LIST_TABLE = 1;
  private static final int LIST_SET = 2;
  private static final int LIST_ELEMENTS = 3;
  private static final int LIST_ELEM = 1;
  private static final int ELEM_KEY = 1;
  private static final int ELEM_EXPR = 7;
  private static final int DATA_VALUE = 1;
  private static final int EXPR_NAME = 1;
  private static final int EXPR_DATA = 2;
  private static final int OBJECT_TABLE = 1;
  private static final int OBJECT_NAME = 2;
  private static final int OBJECT_TYPE = 3;
  private static final int OBJECT_DATA = 4;
  private static final byte[] OBJECT_COUNTER = {0, 0, 0, 1};
  private static final int COUNTER_BYTES = 1;
  private static final int COUNTER_PACKETS = 2;
  private static final byte NFPROTO_INET = 1;
  private static final int NFGENMSG = 4;
  private static final int ENOENT = 2;

  /// nft's own number for the names of devices.
  private static final int IFNAME = 41;

  /// How often it is asked anew while rules change.
  private static final int ATTEMPTS = 5;

  private final int socket;
  // Guarded by this.
  private boolean closed;

  private RuleCounters(int socket) {
    this.socket = socket;
  }

  /// One counter.
  ///
  /// @param name of the counter, or of the set in which a device is counted
  /// @param device counted in that set; empty for a named counter
  /// @param packets since the counter is there, as are the bytes
  public record Count(String name, String device, long packets, long bytes) {}

  /// Those of the calling thread's namespace.
  public static RuleCounters ofThisNamespace() {
    try {
      return new RuleCounters(Libc.netlink(NETLINK_NETFILTER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The named counters of a table of the family `inet`, and those of the devices in each set that
  /// counts for every device in it. None if there is no such table; where rules change all the
  /// time, some may be missing.
  ///
  /// @throws UncheckedIOException if the kernel does not tell
  public synchronized List<Count> read(String table) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    try {
      byte[] title = Netlink.attribute(SET_TABLE, text(table));
      List<Count> all = new ArrayList<>(objects(table));
      for (String set : dump(GET_SET, title, RuleCounters::countingSet)) {
        all.addAll(elements(table, set));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("nftables does not tell its counters", e);
    }
  }

  private List<Count> objects(String table) throws IOException {
    byte[] which =
        Netlink.joined(
            Netlink.attribute(OBJECT_TABLE, text(table)),
            Netlink.attribute(OBJECT_TYPE, OBJECT_COUNTER));
    return dump(GET_OBJECT, which, RuleCounters::object);
  }

  private List<Count> elements(String table, String set) throws IOException {
    byte[] which =
        Netlink.joined(
            Netlink.attribute(LIST_TABLE, text(table)), Netlink.attribute(LIST_SET, text(set)));
    return dump(GET_ELEMENTS, which, message -> elements(message, set));
  }

  /// @param read what one message has of it
  private <T> List<T> dump(short kind, byte[] which, Function<Message, List<T>> read)
      throws IOException {
    byte[] request = Netlink.joined(new byte[] {NFPROTO_INET, 0, 0, 0}, which);
    List<T> all = new ArrayList<>();
    try {
      boolean whole = false;
      for (int i = 0; i < ATTEMPTS && !whole; i++) {
        all.clear();
        whole = Netlink.dump(socket, kind, request, message -> all.addAll(read.apply(message)));
      }
    } catch (Netlink.Refused e) {
      // No such table; or the set went since it was found.
      if (e.error() != ENOENT) {
        throw e;
      }
    }
    return all;
  }

  private static List<String> countingSet(Message message) {
    ByteBuffer in = message.body();
    Value all = attributes(in);
    boolean counts =
        message.kind() == NEW_SET
            && Netlink.find(in, all, SET_KEY_TYPE)
                .filter(it -> number(in, it) == IFNAME)
                .isPresent()
            && Netlink.find(in, all, SET_EXPR).flatMap(it -> counter(in, it)).isPresent();
    return counts
        ? Netlink.find(in, all, SET_NAME).map(it -> Netlink.text(in, it)).stream().toList()
        : List.of();
  }

  private static List<Count> object(Message message) {
    ByteBuffer in = message.body();
    Value all = attributes(in);
    if (message.kind() != NEW_OBJECT) {
      return List.of();
    }
    return Netlink.find(in, all, OBJECT_DATA)
        .flatMap(
            data ->
                Netlink.find(in, all, OBJECT_NAME)
                    .map(name -> count(in, Netlink.text(in, name), "", data)))
        .stream()
        .toList();
  }

  private static List<Count> elements(Message message, String set) {
    ByteBuffer in = message.body();
    List<Count> found = new ArrayList<>();
    if (message.kind() == NEW_ELEMENTS) {
      Netlink.find(in, attributes(in), LIST_ELEMENTS)
          .ifPresent(
              list ->
                  Netlink.each(
                      in, list, LIST_ELEM, it -> element(in, it, set).ifPresent(found::add)));
    }
    return found;
  }

  /// Whose set counts, has a counter.
  private static Optional<Count> element(ByteBuffer in, Value element, String set) {
    Optional<Value> key =
        Netlink.find(in, element, ELEM_KEY).flatMap(it -> Netlink.find(in, it, DATA_VALUE));
    return Netlink.find(in, element, ELEM_EXPR)
        .flatMap(it -> Netlink.find(in, it, EXPR_DATA))
        .flatMap(data -> key.map(it -> count(in, set, device(in, it), data)));
  }

  /// What a counter among expressions has counted.
  private static Optional<Value> counter(ByteBuffer in, Value expression) {
    return Netlink.find(in, expression, EXPR_NAME)
        .filter(it -> Netlink.text(in, it).equals("counter"))
        .flatMap(_ -> Netlink.find(in, expression, EXPR_DATA));
  }

  private static Count count(ByteBuffer in, String name, String device, Value data) {
    return new Count(
        name, device, number(in, data, COUNTER_PACKETS), number(in, data, COUNTER_BYTES));
  }

  private static long number(ByteBuffer in, Value among, int type) {
    return Netlink.find(in, among, type).map(it -> number(in, it)).orElse(0L);
  }

  private static long number(ByteBuffer in, Value value) {
    long number = 0;
    for (int at = value.at(); at < value.end(); at++) {
      number = number << 8 | Byte.toUnsignedInt(in.get(at));
    }
    return number;
  }

  /// A name is followed by NULs up to 16 bytes.
  private static String device(ByteBuffer in, Value value) {
    int end = value.at();
    while (end < value.end() && in.get(end) != 0) {
      end++;
    }
    byte[] name = Netlink.bytes(in, new Value(value.at(), end - value.at()));
    return new String(name, StandardCharsets.US_ASCII);
  }

  private static Value attributes(ByteBuffer body) {
    return new Value(NFGENMSG, body.limit() - NFGENMSG);
  }

  private static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      try {
        Libc.close(socket);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
