package io.sekisho.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sekisho.credential.Envelope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

/// The key that secrets in the database are sealed under, in a file that only its owner can read.
///
/// A key is renewed in this order: the next key beside the file, the database, the file. Killed in
/// between, the next start finds out by the database which of the two it is.
final class KeyFile {
  private final Path file;
  private final Path next;

  KeyFile(Path file) {
    this.file = file;
    this.next = file.resolveSibling(file.getFileName() + ".next");
  }

  /// The key, made if nothing is sealed yet and there is none.
  ///
  /// @param wanted what the secrets are sealed under, if there are any
  /// @throws StoreFailure if it is another one
  Envelope open(Optional<String> wanted) {
    try {
      if (wanted.isPresent() && Files.exists(next) && read(next).id().equals(wanted.get())) {
        adopt();
      }
      if (Files.notExists(file) && wanted.isEmpty()) {
        PrivateFiles.write(file, text(Envelope.newKey()));
      }
      if (Files.notExists(file)) {
        throw new StoreFailure(
            "The key file %s is missing, and the secrets in the database are sealed under it: put it back there (its key is %s)."
                .formatted(file, wanted.orElse("")));
      }
      Envelope envelope = read(file);
      if (wanted.isPresent() && !wanted.get().equals(envelope.id())) {
        throw stranger(wanted.get());
      }
      return envelope;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Whether this is the key that secrets are sealed under; empty if there is no file.
  Optional<Boolean> has(String wanted) {
    try {
      return Files.exists(file) ? Optional.of(read(file).id().equals(wanted)) : Optional.empty();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// A new key, beside the one in use.
  Envelope prepare() {
    byte[] key = Envelope.newKey();
    try {
      Files.deleteIfExists(next);
      PrivateFiles.write(next, text(key));
      return new Envelope(key);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Makes the prepared key the one in use.
  void adopt() {
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      PrivateFiles.settle(file);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  StoreFailure stranger(String wanted) {
    return new StoreFailure(
        "The secrets in the database are sealed under another key (%s) than the one in %s: copy that controller's key file here."
            .formatted(wanted, file));
  }

  private static Envelope read(Path from) throws IOException {
    String text = new String(PrivateFiles.read(from), US_ASCII).strip();
    if (!text.matches("[0-9a-f]{64}")) {
      throw new StoreFailure(
          "The key file %s does not hold 64 hexadecimal digits.".formatted(from));
    }
    return new Envelope(HexFormat.of().parseHex(text));
  }

  private static byte[] text(byte[] key) {
    return (HexFormat.of().formatHex(key) + "\n").getBytes(US_ASCII);
  }

  private StoreFailure unusable(IOException e) {
    return new StoreFailure("The key file %s can't be used: %s".formatted(file, e), e);
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
