package io.sekisho.lab;

import io.sekisho.client.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The certificates that guests trust: those of this machine, and Sekisho's own. One copy serves
/// all guests; it is laid over the folder of `/etc` that it is a copy of.
final class TrustStore {
  private static final Path ETC = Path.of("/etc");

  /// Where distributions keep all trusted certificates in one file: Debian, Fedora, openSUSE,
  /// Alpine.
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private final Path own;
  private final Path bundle;
  private final Path copies;

  /// @param folder where the copy is kept
  TrustStore(Path folder) {
    this.own = folder.resolve("ca.pem");
    this.bundle = folder.resolve("bundle.pem");
    this.copies = folder.resolve("etc");
  }

  /// Makes the copy, or leaves it alone if it is what it would become.
  ///
  /// @param ca a file of certificates in PEM
  void write(Path ca) throws IOException {
    String certificates = read(ca);
    Optional<Place> place = place();
    String all =
        place.isEmpty() ? certificates : Files.readString(place.get().file()) + certificates;
    if (Files.exists(bundle) && Files.readString(bundle).equals(all)) {
      return;
    }
    Files.createDirectories(copies);
    Files.writeString(own, certificates);
    if (place.isPresent()) {
      Path copy = copies.resolve(place.get().folder());
      copy(ETC.resolve(place.get().folder()), copy);
      replace(copy.resolve(place.get().within()), all);
    }
    // Last: that it is there says that the rest is.
    Files.writeString(bundle, all);
  }

  /// The folder of `/etc` that guests get a copy of, and the copy.
  Map<String, Path> folders() throws IOException {
    return place().map(it -> Map.of(it.folder(), copies.resolve(it.folder()))).orElse(Map.of());
  }

  /// What tells the programs that have a list of their own which list to use.
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name :
        List.of("SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "GIT_SSL_CAINFO")) {
      variables.put(name, bundle.toString());
    }
    variables.put("NODE_EXTRA_CA_CERTS", own.toString());
    return variables;
  }

  /// Where this machine's bundle is.
  ///
  /// @param folder the folder of `/etc` that it is in
  /// @param within the path from there
  private record Place(Path file, String folder, Path within) {}

  private static Optional<Place> place() throws IOException {
    for (Path file : BUNDLES) {
      if (Files.exists(file)) {
        // The bundle itself may be a link out of /etc; what counts is where programs look for it.
        Path found = file.resolveSibling(".").toRealPath().resolve(file.getFileName());
        if (found.startsWith(ETC)) {
          Path folder = ETC.resolve(ETC.relativize(found).getName(0));
          return Optional.of(
              new Place(found, folder.getFileName().toString(), folder.relativize(found)));
        }
      }
    }
    return Optional.empty();
  }

  private static String read(Path ca) {
    String text;
    try {
      text = Files.readString(ca);
    } catch (IOException e) {
      throw new Failure("Can't read the CA's certificate in " + ca + ": start Sekisho first.", e);
    }
    if (!text.contains("BEGIN CERTIFICATE") || text.contains("PRIVATE KEY")) {
      throw new Failure(ca + " has to hold certificates in PEM and nothing else.");
    }
    return text;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("private")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file)),
                LinkOption.NOFOLLOW_LINKS,
                StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void replace(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.writeString(file, text);
  }
}
