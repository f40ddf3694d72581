package io.sekisho.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/// A policy as a part of user data or vendor data for cloud-init: it writes the script and the
/// units, and has them do what they do.
public final class CloudInit {
  private static final String HEAD =
      """
      #cloud-config
      # Who on this machine reaches the metadata service: made by `sekisho guard`.
      merge_how:
      - {name: list, settings: [append]}
      - {name: dict, settings: [no_replace, recurse_list]}
      write_files:
      """;

  private CloudInit() {}

  /// A `#cloud-config` part.
  public static String of(Policy policy, Engine engine) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(Units.POLICY, PolicyText.of(policy));
    files.put(Units.SCRIPT, Script.of(policy, engine, Script.RUN_FOLDER));
    files.putAll(Units.files(policy));
    StringBuilder text = new StringBuilder(HEAD);
    files.forEach(
        (path, content) -> {
          String mode = path.endsWith(".sh") ? "0700" : path.endsWith(".yaml") ? "0600" : "0644";
          text.append("- path: /").append(path).append('\n');
          text.append("  permissions: \"").append(mode).append("\"\n");
          text.append("  content: |\n");
          content.lines().forEach(it -> text.append(it.isEmpty() ? "" : "    " + it).append('\n'));
        });
    return text
        + """
        runcmd:
        - |
          if [ -d /run/systemd/system ]; then
            systemctl daemon-reload
            systemctl enable %s %s
            systemctl start %s
          fi
          /bin/sh /%s ensure
        """
            .formatted(Units.SERVICE, Units.TIMER, Units.TIMER, Units.SCRIPT);
  }
}
