package io.sekisho.access;

import io.sekisho.control.Kind;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Query;
import io.sekisho.control.Turn;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.ServiceId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.iam.User;
import java.util.List;

/// What would be left behind when an identity or an access group goes: its policies, and its places
/// in access groups. They go in the same write, so that nobody who gets the same id later, and no
/// token that lives on, finds anything.
public final class Remains {
  private static final int AT_ONCE = 1_000;

  private Remains() {}

  /// What goes with any document, for [io.sekisho.control.Ledger#whenDeleted].
  public static void of(Turn turn, Object deleted) {
    switch (deleted) {
      case TrustedProfile it -> of(turn, it.account(), it.iamId());
      case ServiceId it -> of(turn, it.account(), it.iamId());
      case User it -> of(turn, it.account(), it.iamId());
      case AccessGroup it -> of(turn, it.account(), it.id());
      case Account it -> everything(turn, it.id());
      default -> {}
    }
  }

  /// What IAM alone knows of an account: one that is made later may have its id.
  private static void everything(Turn turn, AccountId account) {
    for (Kind kind : Kind.values()) {
      if (!Kind.DECLARED.contains(kind)) {
        List<Document> some = turn.in(account).page(kind, Query.first(AT_ONCE)).documents();
        while (!some.isEmpty()) {
          some.forEach(document -> turn.delete(document.value()));
          some = turn.in(account).page(kind, Query.first(AT_ONCE)).documents();
        }
      }
    }
  }

  /// Removes what belongs to an identity or an access group.
  ///
  /// @param subject an IAM id, such as `iam-Profile-…`, or the id of an access group
  public static void of(Turn turn, AccountId account, String subject) {
    List<Document> policies = turn.in(account).of(Kind.POLICY, subject);
    policies.forEach(policy -> turn.delete(policy.value()));
    if (!AccessGroup.isId(subject)) {
      leave(turn, account, subject);
    }
  }

  private static void leave(Turn turn, AccountId account, String iamId) {
    for (Document document : Directory.all(turn.in(account), Kind.ACCESS_GROUP)) {
      AccessGroup group = (AccessGroup) document.value();
      if (Members.has(group, iamId)) {
        turn.put(Members.without(group, iamId));
      }
    }
  }
}
