package io.sekisho.guard;

import io.sekisho.guard.Policy.Mode;
import io.sekisho.guard.Policy.Way;
import java.util.LinkedHashMap;
import java.util.List;
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
      After=local-fs.target systemd-sysusers.service
      # What takes away all rules when it starts.
      After=nftables.service netfilter-persistent.service iptables.service ip6tables.service
      Wants=network-pre.target
      Before=network-pre.target shutdown.target
      Conflicts=shutdown.target
      ConditionPathExists=/@SCRIPT@

      [Service]
      Type=oneshot
      ExecStart=/bin/sh /@SCRIPT@ ensure
      SuccessExitStatus=3
      TimeoutStartSec=3min

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

  /// Those that put their own rules in place of everybody's, or before them, when they start.
  private static final List<String> FLUSHING =
      List.of("netfilter-persistent.service", "ufw.service", "docker.service");

  /// Those that can be told to reload, too: the others must not seem as if they could.
  private static final List<String> RELOADING =
      List.of("nftables.service", "iptables.service", "ip6tables.service");

  private static final String DROP_IN_TEXT =
      """
      # The control group of a unit is another one after each start: rules have to be told. The
      # condition comes before the unit's own ExecStartPre=; systemd before 243 knows none.
      [Service]
      ExecCondition=+-/bin/sh /@SCRIPT@ again
      ExecStartPre=+-/bin/sh /@SCRIPT@ again
      """;

  private static final String DENIED_TEXT =
      """
      # The control group of a unit is another one after each start: rules have to be told. It is
      # denied, and does not start where that can't be done. (3: somebody else is missing.) The
      # condition comes before the unit's own ExecStartPre=; systemd before 243 knows none.
      [Service]
      ExecCondition=+/bin/sh -c '/bin/sh /@SCRIPT@ again || [ $$? = 3 ] || exit 255'
      ExecStartPre=+/bin/sh -c '/bin/sh /@SCRIPT@ again || [ $$? = 3 ]'
      """;

  private static final String FLUSHING_TEXT =
      """
      # Whatever it does to others' rules, these are there afterwards.
      [Service]
      ExecStartPost=+-/bin/sh /@SCRIPT@ ensure
      ExecStopPost=+-/bin/sh /@SCRIPT@ ensure
      """;

  private static final String RELOADING_TEXT =
      FLUSHING_TEXT + "ExecReload=+-/bin/sh /@SCRIPT@ ensure\n";

  private static final String FIREWALLD_TEXT =
      """
      # Whatever it does to others' rules, these are there afterwards. It goes on after systemd
      # takes it for started or reloaded, and answers once it is done.
      [Service]
      ExecStartPost=+-/bin/sh -c 'timeout 20 firewall-cmd -q --state; exec /bin/sh /@SCRIPT@ ensure'
      ExecStopPost=+-/bin/sh /@SCRIPT@ ensure
      ExecReload=+-/bin/sh -c 'timeout 20 firewall-cmd -q --state; exec /bin/sh /@SCRIPT@ ensure'
      """;

  private Units() {}

  /// The service: loads the rules before the network is up, and each time the timer says so.
  public static String service() {
    return SERVICE_TEXT.replace("@SCRIPT@", SCRIPT);
  }

  /// Every unit that a policy needs; what is added to each service that it names, and to those that
  /// take others' rules away.
  public static Map<String, String> files(Policy policy) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(FOLDER + SERVICE, service());
    files.put(FOLDER + TIMER, TIMER_TEXT);
    FLUSHING.forEach(it -> add(files, it, FLUSHING_TEXT));
    RELOADING.forEach(it -> add(files, it, RELOADING_TEXT));
    add(files, "firewalld.service", FIREWALLD_TEXT);
    boolean denies = policy.way() == Way.DENY && policy.mode() == Mode.ENFORCE;
    String started = denies ? DENIED_TEXT : DROP_IN_TEXT;
    policy.names(Subject.Kind.UNIT).stream()
        .filter(it -> it.endsWith(".service"))
        .forEach(it -> add(files, it, started));
    return files;
  }

  private static void add(Map<String, String> files, String unit, String text) {
    files.put(FOLDER + unit + ".d/" + DROP_IN, text.replace("@SCRIPT@", SCRIPT));
  }
}
