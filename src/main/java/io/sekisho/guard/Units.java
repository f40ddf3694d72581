package io.sekisho.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/// What systemd needs to hold a policy from before the network is up: files by their path below
/// `/`.
public final class Units {
  /// Where a machine keeps the script.
  public static final String SCRIPT = "etc/sekisho/guard/guard.sh";

  /// Where a machine keeps the policy.
  public static final String POLICY = "etc/sekisho/guard/policy.yaml";

  /// The unit that loads the rules.
  public static final String SERVICE = "sekisho-guard.service";

  /// The unit that has them looked after.
  public static final String TIMER = "sekisho-guard.timer";

  /// Where units are, and those that are added to others.
  public static final String FOLDER = "etc/systemd/system/";

  /// What is added to a unit is called so.
  public static final String DROP_IN = "50-sekisho-guard.conf";

  private static final String SERVICE_TEXT =
      """
      [Unit]
      Description=Who reaches the metadata service from this machine
      DefaultDependencies=no
      After=local-fs.target systemd-sysusers.service nftables.service
      Wants=network-pre.target
      Before=network-pre.target shutdown.target
      Conflicts=shutdown.target
      ConditionPathExists=/@SCRIPT@

      [Service]
      Type=oneshot
      ExecStart=/bin/sh /@SCRIPT@ ensure
      SuccessExitStatus=3

      [Install]
      WantedBy=sysinit.target
      """;

  private static final String TIMER_TEXT =
      """
      [Unit]
      Description=Puts the rules back that keep others from the metadata service

      [Timer]
      OnActiveSec=1min
      OnUnitInactiveSec=1min
      AccuracySec=10s
      Unit=sekisho-guard.service

      [Install]
      WantedBy=timers.target
      """;

  private static final String DROP_IN_TEXT =
      """
      # The control group of a unit is another one after each start: rules have to be told.
      [Service]
      ExecStartPre=+-/bin/sh /@SCRIPT@ again
      """;

  private Units() {}

  /// The service: loads the rules before the network is up, and each time the timer says so.
  public static String service() {
    return SERVICE_TEXT.replace("@SCRIPT@", SCRIPT);
  }

  /// Every unit that a policy needs; for each service that it names, what is added to that.
  public static Map<String, String> files(Policy policy) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FOLDER + SERVICE, service());
    files.put(FOLDER + TIMER, TIMER_TEXT);
    policy.names(Subject.Kind.UNIT).stream()
        .filter(it -> it.endsWith(".service"))
        .forEach(
            it ->
                files.put(FOLDER + it + ".d/" + DROP_IN, DROP_IN_TEXT.replace("@SCRIPT@", SCRIPT)));
    return files;
  }
}
