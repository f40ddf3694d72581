package io.sekisho.metadata;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sekisho.vpc.MetadataService.Protocol;
import io.sekisho.vpc.Subject;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.stream.Stream;

/// cloud-init's seed: four documents that are read with a plain GET, as its NoCloud datasource
/// does.
///
/// A secret in the path stands for the token. Without the right one, and while the seed is off,
/// none of it is there.
public enum Seed {
  META_DATA("meta-data"),
  USER_DATA("user-data"),
  VENDOR_DATA("vendor-data"),
  NETWORK_CONFIG("network-config");

  /// What the event log calls it.
  public static final String ACTION = "sekisho.seed.read";

  private static final String ROOT = "/seed/";

  private final String file;

  Seed(String file) {
    this.file = file;
  }

  /// Whether a path is one of a seed, whosever.
  public static boolean has(String path) {
    return path.startsWith(ROOT);
  }

  /// The document at a path, if there is one for this subject.
  public static Optional<Seed> at(String path, Subject subject) {
    return named(path).filter(seed -> isSecret(seed.secret(path), subject));
  }

  /// A path as it may be written down: without the secret.
  public static String withoutSecret(String path) {
    return has(path) ? ROOT + "…" + named(path).map(seed -> "/" + seed.file).orElse("") : path;
  }

  /// The document that a path would be of, whatever the secret.
  private static Optional<Seed> named(String path) {
    return Stream.of(values())
        .filter(seed -> has(path) && path.endsWith("/" + seed.file))
        .findAny();
  }

  private String secret(String path) {
    int end = path.length() - file.length() - 1;
    return end < ROOT.length() ? "" : path.substring(ROOT.length(), end);
  }

  /// Where the seed is, with its secret; empty while it is off.
  public static Optional<String> url(Subject subject) {
    String scheme =
        subject.compute().metadataService().protocol() == Protocol.HTTPS ? "https" : "http";
    return subject
        .compute()
        .initialization()
        .seedSecret()
        .map(secret -> scheme + "://169.254.169.254" + ROOT + secret + "/");
  }

  /// The document: the first and the last are JSON, which is YAML too.
  public byte[] document(Subject subject) {
    var given = subject.compute().initialization();
    return switch (this) {
      case META_DATA -> SeedDocuments.metaData(subject).toJson();
      case USER_DATA -> given.userData().orElse("").getBytes(UTF_8);
      case VENDOR_DATA -> given.vendorData().orElse("").getBytes(UTF_8);
      case NETWORK_CONFIG -> SeedDocuments.networkConfig(subject).toJson();
    };
  }

  /// Takes as long whatever is wrong with it.
  private static boolean isSecret(String text, Subject subject) {
    return subject
        .compute()
        .initialization()
        .seedSecret()
        .filter(secret -> MessageDigest.isEqual(secret.getBytes(UTF_8), text.getBytes(UTF_8)))
        .isPresent();
  }
}
