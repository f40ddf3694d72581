package io.sekisho.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The file that remembers the [Context] between commands; nobody but its owner may read it.
public final class ContextFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Environment environment;

  public ContextFile(Environment environment) {
    this.environment = environment;
  }

  public Path path() {
    return environment.home().resolve("client.json");
  }

  /// What the file says, with `SEKISHO_URL`, `SEKISHO_KEY` and `SEKISHO_CA` (a file) in its place
  /// where they are set.
  ///
  /// @throws Failure if something is missing or the file is not private
  public Context load() {
    Optional<String> url = environment.variable("SEKISHO_URL");
    Optional<String> key = environment.variable("SEKISHO_KEY");
    Optional<String> ca = environment.variable("SEKISHO_CA").map(this::certificates);
    if (url.isPresent() && key.isPresent() && ca.isPresent()) {
      return new Context(url.get(), ca.get(), key.get());
    }
    Context kept = read(path());
    return new Context(url.orElse(kept.url()), ca.orElse(kept.ca()), key.orElse(kept.key()));
  }

  /// What the file itself says, whatever the variables; empty if there is none.
  ///
  /// @throws Failure if it can't be read or is not private
  public Optional<Context> kept() {
    return Files.exists(path()) ? Optional.of(read(path())) : Optional.empty();
  }

  /// Replaces the file as a whole: a reader sees the old one or the new one.
  public void save(Context context) {
    Path path = path();
    try {
      Files.createDirectories(
          environment.home(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Path draft =
          Files.createTempFile(
              environment.home(),
              ".client",
              ".json",
              PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.write(draft, Documents.json(context));
      Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure("Can't write " + path + ": " + e.getMessage() + ".");
    }
  }

  /// The text of a PEM file, given by a path.
  public String certificates(String file) {
    Path path = environment.directory().resolve(file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new Failure("Can't read the CA's certificates in " + path + ": check the path.");
    }
  }

  private static Context read(Path path) {
    try {
      refuseUnlessPrivate(path);
      JsonNode kept = Documents.parse(Files.readAllBytes(path));
      return new Context(
          kept.path("url").asString(""),
          kept.path("ca").asString(""),
          kept.path("key").asString(""));
    } catch (NoSuchFileException e) {
      throw new Failure(
          "No server is known yet: start one with `./sekisho up`, or run `sekisho login`.");
    } catch (IOException | JacksonException e) {
      throw new Failure("Can't read " + path + ": run `sekisho login` to write it anew.");
    }
  }

  private static void refuseUnlessPrivate(Path path) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
      throw new Failure(
          path + " holds a key and others can read it: run `chmod 600 " + path + "`.");
    }
  }
}
