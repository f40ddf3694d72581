package io.sekisho.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Gives records their place: each holds a hash of everything before it, and the last of each write
/// is sealed.
///
/// Hashes alone find who edits carelessly: whoever can write the database can compute them anew.
/// The seal is a signature by a key that is not in the database. Every write ends in one, so there
/// is no time in which an acknowledged record has none; and as a record's hash also covers the seal
/// before it, the last seal vouches for all: checking a trail of any length takes one signature.
public final class Chain {
  private static final String LINK = "sekisho audit link 1";
  private static final String SEAL = "sekisho audit seal 1";

  private final Sealer sealer;

  public Chain(Sealer sealer) {
    this.sealer = sealer;
  }

  /// The records that follow a head, in this order. To be called inside the transaction that reads
  /// the head and writes them.
  public List<Entry> extend(Head head, List<Draft> drafts) {
    List<Entry> entries = new ArrayList<>();
    Head last = head;
    for (Draft draft : drafts) {
      Entry entry = place(last, draft, entries.size() + 1 == drafts.size());
      entries.add(entry);
      last = entry.head();
    }
    return entries;
  }

  private Entry place(Head before, Draft draft, boolean sealed) {
    Entry bare =
        new Entry(
            before.sequence() + 1,
            draft.at(),
            draft.account().value(),
            draft.target(),
            draft.action(),
            draft.body(),
            "",
            "");
    String hash = link(before, bare);
    String seal = sealed ? sealer.sign(sealed(bare.sequence(), hash)) : "";
    return new Entry(
        bare.sequence(),
        bare.at(),
        bare.account(),
        bare.target(),
        bare.action(),
        bare.body(),
        hash,
        seal);
  }

  /// The hash of a record that follows a head: SHA-256 in hexadecimal over everything of both but
  /// the record's own hash and seal. Each part is preceded by its length, so that no two records
  /// are the same bytes.
  public static String link(Head before, Entry entry) {
    MessageDigest digest = sha256();
    update(digest, LINK);
    update(digest, Long.toString(before.sequence()));
    update(digest, before.hash());
    update(digest, before.seal());
    update(digest, Long.toString(entry.sequence()));
    update(digest, entry.at().toString());
    update(digest, entry.account());
    update(digest, entry.target());
    update(digest, entry.action());
    update(digest, entry.body());
    return HexFormat.of().formatHex(digest.digest());
  }

  /// What is signed to seal a record.
  static byte[] sealed(long sequence, String hash) {
    return (SEAL + " " + sequence + " " + hash).getBytes(StandardCharsets.UTF_8);
  }

  private static void update(MessageDigest digest, String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
