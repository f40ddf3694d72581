package io.sekisho.iam;

import java.util.List;

/// A custom role: actions of one service under a name of the account's own. The roles that IBM
/// defines are not values of this type but lines of a text, which `permission` reads.
///
/// @param name as in the CRN: a capital letter, then letters and digits
/// @param service whose actions these are, such as `iam-groups`
public record Role(
    String id,
    AccountId account,
    String name,
    String displayName,
    String service,
    String description,
    List<String> actions,
    Stamps stamps) {
  private static final String NAME = "[A-Z][A-Za-z0-9]{0,29}";

  public Role {
    actions = List.copyOf(actions);
    if (!isName(name)) {
      throw new IllegalArgumentException("a role's name is a capital letter, letters and digits");
    }
    if (actions.isEmpty()) {
      throw new IllegalArgumentException("a role needs at least one action");
    }
  }

  /// Whether a text can be a custom role's name.
  public static boolean isName(String text) {
    return text.matches(NAME);
  }

  /// What a policy calls this role.
  public Crn crn() {
    return new Crn("iam-access-management", "", account, "customRole", name);
  }
}
