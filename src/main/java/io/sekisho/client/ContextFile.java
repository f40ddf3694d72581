package io.sekisho.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The file that remembers contexts between commands; nobody but its owner may read it.
public final class ContextFile {
  private static final String NOBODY =
      "No server is known yet: start one with `./sekisho up`, or run `sekisho login`.";

  private final Environment environment;

  public ContextFile(Environment environment) {
    this.environment = environment;
  }

  public Path path() {
    return environment.home().resolve("client.json");
  }

  /// What is in the file.
  ///
  /// @param current the name of the one that commands are for, unless they say otherwise
  /// @param contexts by their names
  public record Kept(String current, Map<String, Context> contexts) {
    /// What the first context is called, unless it is given a name.
    public static final String FIRST = "default";

    static final Kept NOTHING = new Kept(FIRST, Map.of());

    public Kept {
      contexts = new TreeMap<>(contexts);
    }

    Kept with(String name, Context context) {
      Map<String, Context> all = new TreeMap<>(contexts);
      all.put(name, context);
      return new Kept(name, all);
    }
  }

  /// What the file says, with `SEKISHO_URL`, `SEKISHO_KEY`, `SEKISHO_CA` (a file) and
  /// `SEKISHO_ACCOUNT` in its place where they are set. Which context is said by `--context`, else
  /// by `SEKISHO_CONTEXT`, else by the file.
  ///
  /// @throws Failure if something is missing or the file is not private
  public Context load() {
    Optional<String> url = environment.variable("SEKISHO_URL");
    Optional<String> key = environment.variable("SEKISHO_KEY");
    Optional<String> ca = environment.variable("SEKISHO_CA").map(this::certificates);
    Optional<String> account = environment.variable("SEKISHO_ACCOUNT");
    if (url.isPresent() && key.isPresent() && ca.isPresent()) {
      return new Context(url.get(), ca.get(), key.get(), account);
    }
    Context kept = chosen(read(path()));
    return new Context(
        url.orElse(kept.url()),
        ca.orElse(kept.ca()),
        key.orElse(kept.key()),
        account.or(kept::account));
  }

  private Context chosen(Kept kept) {
    String name = named().orElse(kept.current());
    return Optional.ofNullable(kept.contexts().get(name)).orElseThrow(() -> unknown(name, kept));
  }

  private Optional<String> named() {
    return environment.typed().context().or(() -> environment.variable("SEKISHO_CONTEXT"));
  }

  private static Failure unknown(String name, Kept kept) {
    return new Failure(
        kept.contexts().isEmpty()
            ? NOBODY
            : "There is no context %s; there are %s: run `sekisho context use`, or `sekisho login`."
                .formatted(name, String.join(", ", kept.contexts().keySet())));
  }

  /// The current context of the file itself, whatever the variables; empty if there is none.
  ///
  /// @throws Failure if it can't be read or is not private
  public Optional<Context> kept() {
    Kept all = all();
    return Optional.ofNullable(all.contexts().get(all.current()));
  }

  /// All that is in the file.
  public Kept all() {
    return Files.exists(path()) ? read(path()) : Kept.NOTHING;
  }

  /// Keeps a context under the name that was chosen, or in place of the current one; it becomes the
  /// current one.
  ///
  /// @return its name
  public String save(Context context) {
    Kept all = trusted();
    String name = named().orElse(all.current());
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@/-]{0,63}")) {
      throw new Failure("A context's name has letters, digits and ._@/- in it, up to 64.");
    }
    write(all.with(name, context));
    return name;
  }

  /// What others may have written is not kept: a server's address in it may be theirs.
  private Kept trusted() {
    try {
      return all();
    } catch (Failure _) {
      return Kept.NOTHING;
    }
  }

  /// Makes one of them the current one.
  public void use(String name) {
    Kept all = all();
    if (!all.contexts().containsKey(name)) {
      throw unknown(name, all);
    }
    write(new Kept(name, all.contexts()));
  }

  /// Forgets a context, and its key.
  public void remove(String name) {
    Kept all = all();
    Map<String, Context> others = new TreeMap<>(all.contexts());
    if (others.remove(name) == null) {
      throw unknown(name, all);
    }
    write(new Kept(all.current(), others));
  }

  private void write(Kept all) {
    Path path = path();
    try {
      Files.createDirectories(
          environment.home(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      PrivateFile.write(path, Documents.json(written(all)));
    } catch (IOException e) {
      throw new Failure("Can't write " + path + ": " + e.getMessage() + ".");
    }
  }

  /// The current one first, as in files from before there were several, which programs read.
  private static Map<String, Object> written(Kept all) {
    Map<String, Object> members = new LinkedHashMap<>();
    Map<String, Context> others = new TreeMap<>(all.contexts());
    Optional.ofNullable(others.remove(all.current()))
        .ifPresent(context -> members.putAll(members(context)));
    members.put("name", all.current());
    Map<String, Object> below = new TreeMap<>();
    others.forEach((name, context) -> below.put(name, members(context)));
    members.put("others", below);
    return members;
  }

  private static Map<String, String> members(Context context) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("url", context.url());
    members.put("ca", context.ca());
    members.put("key", context.key());
    context.account().ifPresent(account -> members.put("account", account));
    return members;
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

  private static Kept read(Path path) {
    try {
      refuseUnlessPrivate(path);
      JsonNode kept = Documents.parse(Files.readAllBytes(path));
      String current = kept.path("name").asString(Kept.FIRST);
      Map<String, Context> all = new TreeMap<>();
      if (kept.has("url")) {
        all.put(current, context(kept));
      }
      kept.path("others")
          .properties()
          .forEach(each -> all.put(each.getKey(), context(each.getValue())));
      return new Kept(current, all);
    } catch (NoSuchFileException e) {
      throw new Failure(NOBODY);
    } catch (IOException | JacksonException e) {
      throw new Failure("Can't read " + path + ": run `sekisho login` to write it anew.");
    }
  }

  private static Context context(JsonNode kept) {
    return new Context(
        kept.path("url").asString(""),
        kept.path("ca").asString(""),
        kept.path("key").asString(""),
        Optional.of(kept.path("account").asString("")).filter(name -> !name.isEmpty()));
  }

  private static void refuseUnlessPrivate(Path path) throws IOException {
    if (!PrivateFile.isPrivate(path)) {
      throw new Failure(
          path + " holds a key and others can read it: run `chmod 600 " + path + "`.");
    }
  }
}
