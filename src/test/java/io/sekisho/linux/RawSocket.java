package io.sekisho.linux;

import java.io.IOException;

/// A packet socket of the calling thread's namespace, for frames that no honest guest would send.
public record RawSocket(int fd) implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_RAW = 3;

  public static RawSocket open() throws IOException {
    return new RawSocket(Libc.socket(AF_PACKET, SOCK_RAW, 0));
  }

  public void send(byte[] frame) throws IOException {
    Libc.send(fd, frame);
  }

  @Override
  public void close() throws IOException {
    Libc.close(fd);
  }
}
