package io.sekisho.inspection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sekisho.exposure.Machine.Leak;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks for files that everybody may read, and that came from the metadata service or get tokens
/// from it. What is in them is looked at, and never told.
record Leaks(Source source) {
  private static final int READ = 1 << 20;
  private static final List<String> DATA =
      List.of(
          "var/lib/cloud/instances/*/{user,vendor}-data*",
          "var/lib/cloud/instances/*/*cloud-config.txt",
          "var/lib/cloud/instances/*/obj.pkl",
          "var/lib/cloud/instances/*/scripts/*",
          "var/lib/cloud/seed/*/*-data",
          "run/cloud-init/*.json",
          "var/log/cloud-init-output.log");

  /// Below a home.
  private static final List<String> HOME =
      List.of(
          ".aws/credentials",
          ".config/gcloud/{application_default_credentials.json,credentials.db,access_tokens.db}",
          ".azure/{accessTokens.json,msal_token_cache.json,msal_token_cache.bin}",
          ".{bluemix,ibmcloud}/config.json",
          ".config/openstack/clouds.yaml");

  private static final List<String> CREDENTIALS =
      List.of(
          "etc/openstack/clouds.yaml",
          "etc/kubernetes/{admin.conf,cloud.conf,azure.json}",
          "etc/boto.cfg");

  private static final Map<String, Pattern> SECRETS =
      Map.of(
          "a private key", Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"),
          "an access key", Pattern.compile("\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"),
          "a signed token", Pattern.compile("\\beyJ[\\w-]{8,}\\.[\\w-]{8,}\\."),
          "a password's hash", Pattern.compile("\\$(1|5|6|y|2[aby])\\$[^\\s\"']{8,}"),
          "what is called a secret",
              Pattern.compile(
                  "(?i)[\\w-]*(password|passwd|secret|token|api_?key|apikey|access_key)[\\w-]*[\"']?\\s*[:=]\\s*[\"']?(?!(\\s|\\$\\{|\\{\\{|null\\b|true\\b|false\\b|none\\b|\\*|<|\"|'))[^\\s\"']{4,}"));

  List<Leak> read() {
    List<Leak> leaks = new ArrayList<>();
    DATA.forEach(it -> add(it, false, leaks));
    CREDENTIALS.forEach(it -> add(it, true, leaks));
    HOME.forEach(it -> add("root/" + it, true, leaks));
    HOME.forEach(it -> add("home/*/" + it, true, leaks));
    return leaks;
  }

  private void add(String pattern, boolean credentials, List<Leak> leaks) {
    Path root = source.path("");
    for (Path path : matching(root, List.of(pattern.split("/", -1)))) {
      leak(path, root.relativize(path), credentials).ifPresent(leaks::add);
    }
  }

  /// Files whose names below a folder match patterns, one for each level.
  private static List<Path> matching(Path folder, List<String> patterns) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, patterns.getFirst())) {
      List<String> rest = patterns.subList(1, patterns.size());
      for (Path each : entries) {
        if (!rest.isEmpty()) {
          found.addAll(matching(each, rest));
        } else if (Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)) {
          found.add(each);
        }
      }
    } catch (IOException | DirectoryIteratorException none) {
      // There is no such folder, or it is closed.
    }
    found.sort(null);
    return found;
  }

  private Optional<Leak> leak(Path path, Path within, boolean credentials) {
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
      if (!mode.contains(PosixFilePermission.OTHERS_READ) || !isWayOpen(path)) {
        return Optional.empty();
      }
      return Optional.of(
          new Leak("/" + within, PosixFilePermissions.toString(mode), credentials, secret(path)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /// Whether others may enter every folder above it, up to the root.
  private boolean isWayOpen(Path path) throws IOException {
    Path root = source.path("").normalize();
    for (Path above = path.getParent();
        above != null && !above.equals(root);
        above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> secret(Path path) throws IOException {
    try (InputStream stream = Files.newInputStream(path)) {
      String text = new String(stream.readNBytes(READ), ISO_8859_1);
      return SECRETS.entrySet().stream()
          .filter(it -> it.getValue().matcher(text).find())
          .map(Map.Entry::getKey)
          .sorted()
          .findFirst();
    }
  }
}
