package io.sekisho.linux;

import io.sekisho.linux.Netlink.Message;
import io.sekisho.linux.Netlink.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What stands in the sets and maps of an nftables table, whoever put it there.
public final class SetKeys {
  // linux/netlink.h and linux/netfilter/nf_tables.h
  private static final int NETLINK_NETFILTER = 12;
  private static final short GET_ELEMENTS = 10 << 8 | 13;
  private static final short NEW_ELEMENTS = 10 << 8 | 12;
  private static final int LIST_TABLE = 1;
  private static final int LIST_SET = 2;
  private static final int LIST_ELEMENTS = 3;
  private static final int LIST_ELEM = 1;
  private static final int ELEM_KEY = 1;
  private static final int DATA_VALUE = 1;
  private static final byte NFPROTO_INET = 1;
  private static final int NFGENMSG = 4;
  private static final int ENOENT = 2;

  /// How often it is asked anew while rules change.
  private static final int ATTEMPTS = 5;

  private SetKeys() {}

  /// The keys of a set or map of a table of the family `inet` in the calling thread's namespace, as
  /// the kernel has them: the parts of one follow each other, each filled up to a multiple of four
  /// bytes. None if there is no such thing.
  ///
  /// @throws UncheckedIOException if the kernel does not tell
  public static List<byte[]> read(String table, String set) {
    byte[] request =
        Netlink.joined(
            new byte[] {NFPROTO_INET, 0, 0, 0},
            Netlink.attribute(LIST_TABLE, text(table)),
            Netlink.attribute(LIST_SET, text(set)));
    try {
      int socket = Libc.netlink(NETLINK_NETFILTER);
      try {
        return read(socket, request);
      } finally {
        Libc.close(socket);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("nftables does not tell what is in " + set, e);
    }
  }

  private static List<byte[]> read(int socket, byte[] request) throws IOException {
    List<byte[]> all = new ArrayList<>();
    try {
      for (int i = 0; i < ATTEMPTS; i++) {
        all.clear();
        if (Netlink.dump(socket, GET_ELEMENTS, request, message -> elements(message, all))) {
          return all;
        }
      }
    } catch (Netlink.Refused e) {
      if (e.error() == ENOENT) {
        return List.of();
      }
      throw e;
    }
    throw new IOException("it does not stand still");
  }

  private static void elements(Message message, List<byte[]> all) {
    if (message.kind() != NEW_ELEMENTS) {
      return;
    }
    ByteBuffer in = message.body();
    Netlink.find(in, new Value(NFGENMSG, in.limit() - NFGENMSG), LIST_ELEMENTS)
        .ifPresent(
            list ->
                Netlink.each(
                    in,
                    list,
                    LIST_ELEM,
                    element ->
                        Netlink.find(in, element, ELEM_KEY)
                            .flatMap(it -> Netlink.find(in, it, DATA_VALUE))
                            .ifPresent(it -> all.add(Netlink.bytes(in, it)))));
  }

  private static byte[] text(String text) {
    return (text + '\0').getBytes(StandardCharsets.US_ASCII);
  }
}
