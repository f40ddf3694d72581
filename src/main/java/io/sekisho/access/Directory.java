package io.sekisho.access;

import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Document;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Entry;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.iam.Role;
import io.sekisho.permission.Access;
import io.sekisho.tag.Tags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Each account's policies, groups and roles, made ready for decisions when first needed, and made
/// again after a write to any of them, whichever controller it came by.
public final class Directory {
  private static final Set<Kind> MATTERS =
      EnumSet.of(Kind.POLICY, Kind.ACCESS_GROUP, Kind.ROLE, Kind.ACCOUNT);

  private static final int AT_ONCE = 1_000;

  private final Ledger ledger;
  private final Map<AccountId, Slot> slots = new ConcurrentHashMap<>();

  public Directory(Ledger ledger) {
    this.ledger = ledger;
    ledger.watch(this::forget, slots::clear);
  }

  /// What an account's policies say, as of now: whatever was written before this was called counts.
  public Access of(AccountId account) {
    return slots.computeIfAbsent(account, _ -> new Slot()).get(account);
  }

  /// The access tags of a resource that an account has, as of now.
  Set<String> tags(AccountId account, String resource) {
    return ledger
        .edition()
        .contents()
        .find(Tags.class, Tags.id(resource))
        .filter(it -> it.account().equals(account))
        .map(it -> Set.copyOf(it.access()))
        .orElse(Set.of());
  }

  /// All documents of a kind that an account has, oldest first.
  static List<Document> all(Documents documents, Kind kind) {
    List<Document> all = new ArrayList<>();
    Optional<Query> next = Optional.of(Query.first(AT_ONCE));
    while (next.isPresent()) {
      Page page = documents.page(kind, next.get());
      all.addAll(page.documents());
      next = page.next().map(after -> Query.first(AT_ONCE).after(after));
    }
    return all;
  }

  /// A slot that a write emptied is never filled again: who comes later finds another one, and so
  /// never what was read before that write.
  private void forget(List<Entry> entries) {
    for (Entry entry : entries) {
      if (MATTERS.contains(entry.label().kind())) {
        slots.remove(entry.label().account());
      }
    }
  }

  private final class Slot {
    private Optional<Access> access = Optional.empty();

    synchronized Access get(AccountId account) {
      if (access.isEmpty()) {
        access = Optional.of(read(account));
      }
      return access.get();
    }

    private Access read(AccountId account) {
      Documents documents = ledger.in(account);
      return Access.of(
          account,
          values(documents, Kind.POLICY, Policy.class),
          values(documents, Kind.ACCESS_GROUP, AccessGroup.class),
          values(documents, Kind.ROLE, Role.class));
    }
  }

  private static <T> List<T> values(Documents documents, Kind kind, Class<T> type) {
    return all(documents, kind).stream().map(Document::value).map(type::cast).toList();
  }
}
