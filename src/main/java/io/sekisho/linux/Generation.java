package io.sekisho.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The number of nftables transactions that one namespace has seen: whoever changes a rule there,
/// by whatever tool, moves it. Asking costs microseconds.
public final class Generation implements AutoCloseable {
  // linux/netlink.h and linux/netfilter/nf_tables.h
  private static final int NETLINK_NETFILTER = 12;
  private static final short NFT_MSG_GETGEN = 10 << 8 | 16;
  private static final short NFT_MSG_NEWGEN = 10 << 8 | 15;
  private static final short NLM_F_REQUEST = 1;
  private static final short NFTA_GEN_ID = 1;
  private static final int HEADERS = 20;
  private static final int MOST = 4096;

  private final int socket;

  private Generation(int socket) {
    this.socket = socket;
  }

  /// That of the calling thread's namespace.
  public static Generation ofThisNamespace() {
    try {
      return new Generation(Libc.netlink(NETLINK_NETFILTER));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int read() {
    ByteBuffer request = ByteBuffer.allocate(HEADERS).order(ByteOrder.nativeOrder());
    request.putInt(HEADERS).putShort(NFT_MSG_GETGEN).putShort(NLM_F_REQUEST);
    try {
      Libc.send(socket, request.array());
      return parse(ByteBuffer.wrap(Libc.receive(socket, MOST)).order(ByteOrder.nativeOrder()));
    } catch (IOException e) {
      throw new UncheckedIOException("nftables can't be asked for its generation", e);
    }
  }

  private static int parse(ByteBuffer answer) throws IOException {
    if (answer.limit() < HEADERS + 8
        || answer.getShort(4) != NFT_MSG_NEWGEN
        || answer.getShort(HEADERS + 2) != NFTA_GEN_ID) {
      throw new IOException("unexpected answer of " + answer.limit() + " bytes");
    }
    return answer.order(ByteOrder.BIG_ENDIAN).getInt(HEADERS + 4);
  }

  @Override
  public void close() {
    try {
      Libc.close(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
