package io.sekisho.sentry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sekisho.guard.Engine;
import io.sekisho.guard.Identities;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.guard.Subject;
import io.sekisho.guard.Subject.Kind;
import io.sekisho.guard.Subordinates;
import io.sekisho.kernel.Commands;
import io.sekisho.warden.Cases;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who can be whom in a user namespace, and whether that matters to a policy.
class GapsTest {
  private static final Accounts ACCOUNTS =
      new Accounts(
          List.of(
              new Accounts.User("root", 0, 0),
              new Accounts.User("app", 1001, 1001),
              new Accounts.User("else", 1002, 1002)),
          List.of(new Accounts.Group("staff", 3001, List.of("app"))));
  private static final Identities PEOPLE =
      new Identities(
          Map.of(
              new Subject(Kind.USER, "app"), new Found.User(1001),
              new Subject(Kind.USER, "100033"), new Found.User(100_033),
              new Subject(Kind.GROUP, "staff"), new Found.Group(3001, List.of(1001L), List.of()),
              new Subject(Kind.GROUP, "200005"), new Found.Group(200_005, List.of(), List.of())));

  /// Rules name the numbers of denied users, and iptables knows a group's members by the group.
  @Test
  void whoseGroupIsDeniedMayLeaveItBehind() {
    List<String> groups = List.of("app:200000:10", "1001:300000:1", "else:400000:1");

    assertThat(ways("deny: {users: [app]}", Engine.NFT, groups)).isEmpty();
    assertThat(ways("deny: {users: [app]}", Engine.IPTABLES, groups)).isEmpty();
    assertThat(ways("deny: {groups: [staff]}", Engine.NFT, groups)).isEmpty();
    assertThat(ways("deny: {groups: [staff]}", Engine.IPTABLES, groups))
        .containsExactly(
            "app, whose group is denied, can be group 200000-200009 in its place",
            "app, whose group is denied, can be group 300000-300000 in its place");
  }

  @Test
  void aNumberThatIsAllowedShouldLieInNobodysRange() {
    String policy = "allow: {users: [100033], groups: [200005]}";

    assertThat(ways(policy, Engine.NFT, List.of("else:100000:65536", "else:200000:6")))
        .containsExactly("else can be group 200005", "else can be user 100033");
    assertThat(ways(policy, Engine.NFT, List.of("else:100000:33", "else:200000:5"))).isEmpty();
  }

  @Test
  void rangesOfOthersDoNotMatter() {
    List<String> lines = List.of("# app:1:2", "else:100000:65536", "nonsense", "app:100000:0");

    for (Engine engine : Engine.values()) {
      assertThat(ways("deny: {users: [app], groups: [staff]}", engine, lines)).isEmpty();
      assertThat(ways("allow: {users: [app], groups: [staff]}", engine, lines)).isEmpty();
    }
  }

  /// With the same lines in both files.
  private static List<String> ways(String text, Engine engine, List<String> lines) {
    Policy policy = Cases.read("guard: 1\n" + text + "\n");
    List<Subordinates> given = Subordinates.read(lines.stream()).toList();
    return new Gaps(new Ruling(policy, PEOPLE), engine, ACCOUNTS, new Commands())
        .borrowed(given, given);
  }
}
