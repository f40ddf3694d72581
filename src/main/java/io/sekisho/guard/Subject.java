package io.sekisho.guard;

import java.util.Locale;
import java.util.regex.Pattern;

/// Somebody that a policy names.
///
/// @param name a user or group by name or number; a unit such as `cloud-init.service`; a control
///   group by its path below the root, such as `machine.slice/x`
public record Subject(Kind kind, String name) {
  private static final int LONGEST = 200;

  /// The highest number that users and groups can have.
  static final long LAST_ID = 0xffff_fffeL;

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern ID = Pattern.compile("0|[1-9]\\d{0,9}");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.@-]*\\$?");
  private static final Pattern UNIT =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:@-]*\\.(service|scope|slice|socket|mount|swap)");
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:@-]*(/[A-Za-z0-9_][A-Za-z0-9_.:@-]*)*");

  /// What kind of thing is named.
  public enum Kind {
    USER,
    GROUP,
    UNIT,
    CGROUP;

    /// As it is said, and begins the name of a counter.
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws IllegalArgumentException with a sentence that says what to write instead
  public Subject {
    switch (kind) {
      case USER, GROUP -> expectAccount(kind, name);
      case UNIT ->
          expect(
              UNIT,
              name,
              "is no unit's name; write it with its ending, such as cloud-init.service, and without"
                  + " escapes.");
      case CGROUP ->
          expect(
              PATH,
              name,
              "is no control group; write its path below the root, such as machine.slice/x, without"
                  + " a slash before it.");
    }
  }

  private static void expectAccount(Kind kind, String name) {
    expect(ACCOUNT, name, "is no " + kind + "'s name; write the name or the number.");
    if (NUMBER.matcher(name).matches()
        && (!ID.matcher(name).matches() || Long.parseLong(name) > LAST_ID)) {
      throw new IllegalArgumentException(
          "\"%s\" is no number of a %s; they go from 0 to %d.".formatted(name, kind, LAST_ID));
    }
  }

  private static void expect(Pattern pattern, String name, String advice) {
    if (name.length() > LONGEST || !pattern.matcher(name).matches()) {
      throw new IllegalArgumentException("\"" + name + "\" " + advice);
    }
  }

  /// The control group in which systemd usually has a unit.
  public static String usualPath(String unit) {
    return unit.endsWith(".slice") ? unit : "system.slice/" + unit;
  }

  /// Whether the name is the number itself.
  public boolean isNumber() {
    return NUMBER.matcher(name).matches();
  }

  /// Whether it is a user or a group.
  public boolean isAccount() {
    return kind == Kind.USER || kind == Kind.GROUP;
  }

  /// Such as `user apache`.
  @Override
  public String toString() {
    return kind + " " + name;
  }
}
