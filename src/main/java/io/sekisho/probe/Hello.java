package io.sekisho.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/// The first message of a TLS client (RFC 8446 section 4.1.2), written by hand: Java's own client
/// is too well-mannered to say what an attacker says.
///
/// @param version of the protocol, such as 0x0303 for TLS 1.2
/// @param suites of ciphers, by their numbers
/// @param compressions methods on offer; 0 is none
/// @param name of the server that is asked for; empty for none
record Hello(int version, List<Integer> suites, List<Integer> compressions, Optional<String> name) {
  /// What every server of today speaks, in TLS 1.3 and 1.2, for either kind of certificate.
  static final List<Integer> MODERN =
      List.of(0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xC02C, 0xC030);

  private static final int ALERT = 21;
  private static final int HANDSHAKE = 22;
  private static final int TLS_1_2 = 0x0303;
  private static final int TLS_1_3 = 0x0304;
  private static final int RANDOM = 32;

  /// X25519, P-256, P-384.
  private static final int[] GROUPS = {0x001D, 0x0017, 0x0018};

  /// Of every common kind; SHA-1 for old versions' sake.
  private static final int[] SIGNATURES = {
    0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0201, 0x0203
  };

  /// One record with the message in it.
  byte[] bytes() {
    int legacy = Math.min(version, TLS_1_2);
    Bytes body = new Bytes().two(legacy).raw(new byte[RANDOM]).one(0);
    body.sized(2, new Bytes().twos(suites.stream().mapToInt(Integer::intValue).toArray()));
    Bytes methods = new Bytes();
    compressions.forEach(methods::one);
    body.sized(1, methods).sized(2, extensions());
    Bytes message = new Bytes().one(1).sized(3, body);
    return new Bytes().one(HANDSHAKE).two(Math.min(legacy, 0x0301)).sized(2, message).array();
  }

  private Bytes extensions() {
    Bytes all = new Bytes();
    name.ifPresent(
        server -> {
          Bytes entry = new Bytes().one(0).sized(2, new Bytes().raw(server.getBytes(ISO_8859_1)));
          all.two(0).sized(2, new Bytes().sized(2, entry));
        });
    all.two(10).sized(2, new Bytes().sized(2, new Bytes().twos(GROUPS)));
    all.two(11).sized(2, new Bytes().sized(1, new Bytes().one(0)));
    all.two(13).sized(2, new Bytes().sized(2, new Bytes().twos(SIGNATURES)));
    if (version == TLS_1_3) {
      all.two(43).sized(2, new Bytes().sized(1, new Bytes().two(TLS_1_3)));
      // No key of any group: the server has to ask for one, which is an answer too.
      all.two(51).sized(2, new Bytes().sized(2, new Bytes()));
    }
    return all;
  }

  /// Whether a server's first bytes are its own hello.
  static boolean isAnswer(byte[] heard) {
    return heard.length > 5 && heard[0] == HANDSHAKE && heard[5] == 2;
  }

  static boolean isAlert(byte[] heard) {
    return heard.length > 0 && heard[0] == ALERT;
  }

  /// The end of the server's random, in which a server of TLS 1.3 says that it was asked for less.
  static boolean warnsOfDowngrade(byte[] heard) {
    String random = heard.length < 43 ? "" : new String(heard, 11, RANDOM, ISO_8859_1);
    return random.endsWith("DOWNGRD\u0001");
  }

  /// The compression that the server chose.
  static int compression(byte[] heard) {
    int session = heard.length > 43 ? heard[43] & 0xff : 0;
    return heard.length > 46 + session ? heard[46 + session] & 0xff : -1;
  }

  /// Numbers in network order, and vectors with their lengths before them.
  private static final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Bytes one(int value) {
      out.write(value);
      return this;
    }

    Bytes two(int value) {
      return one(value >> 8).one(value);
    }

    Bytes twos(int[] values) {
      for (int value : values) {
        two(value);
      }
      return this;
    }

    Bytes raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Bytes sized(int width, Bytes content) {
      for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        one(content.out.size() >> shift);
      }
      return raw(content.array());
    }

    byte[] array() {
      return out.toByteArray();
    }
  }
}
