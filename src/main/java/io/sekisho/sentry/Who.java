package io.sekisho.sentry;

import io.sekisho.guard.Engine;
import io.sekisho.guard.Identities.Found;
import io.sekisho.guard.Policy;
import io.sekisho.guard.Ruling;
import io.sekisho.linux.Persona;
import java.util.List;

/// Somebody as whom connections are tried.
///
/// @param label as a person says it
/// @param cgroup the control group that the socket is made in, below the root of them
/// @param elsewhere whether that is another one than this process is in
record Who(String label, Persona persona, String cgroup, boolean elsewhere) {
  /// Whether the policy means them to get through, as far as this engine can tell.
  boolean isToGetThrough(Ruling ruling, Engine engine) {
    boolean named =
        ruling.identities().found().entrySet().stream()
            .filter(it -> ruling.policy().subjects().contains(it.getKey()))
            .anyMatch(it -> is(it.getValue(), engine));
    return named == (ruling.policy().way() == Policy.Way.ALLOW);
  }

  private boolean is(Found found, Engine engine) {
    return switch (found) {
      case Found.User user -> user.uid() == persona.user();
      case Found.Group group ->
          group.gid() == persona.group()
              || switch (engine) {
                case NFT -> group.members().contains(persona.user());
                case IPTABLES -> persona.groups().contains(group.gid());
              };
      case Found.Cgroup group -> (cgroup + "/").startsWith(group.path() + "/");
    };
  }

  /// What tells them from others.
  List<Object> key() {
    return List.of(persona, cgroup);
  }
}
