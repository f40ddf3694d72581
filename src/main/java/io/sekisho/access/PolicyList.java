package io.sekisho.access;

import io.sekisho.access.PolicyFilter.Sort;
import io.sekisho.control.Initiator;
import io.sekisho.control.Kept;
import io.sekisho.control.Kind;
import io.sekisho.control.Ledger;
import io.sekisho.control.Store.Documents;
import io.sekisho.control.Store.Order;
import io.sekisho.control.Store.Page;
import io.sekisho.control.Store.Query;
import io.sekisho.control.UnknownPage;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.Policy;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Pages of an account's policies: those that a filter lets through and that the caller may read.
public final class PolicyList {
  private static final int AT_ONCE = 200;

  private final Ledger ledger;
  private final Permissions permissions;
  private final Uses uses;

  public PolicyList(Ledger ledger, Permissions permissions, Uses uses) {
    this.ledger = ledger;
    this.permissions = permissions;
    this.uses = uses;
  }

  /// @param next where the next page starts; empty if this is the last
  public record Listed(List<Kept<Policy>> policies, Optional<String> next) {
    public Listed {
      policies = List.copyOf(policies);
    }
  }

  public Outcome<Listed> page(AccountId account, PolicyFilter filter, Initiator by) {
    return switch (filter.sort()) {
      case CREATED_AT -> stored(account, filter, Order.CREATED_AT, by);
      case LAST_MODIFIED_AT -> stored(account, filter, Order.MODIFIED_AT, by);
      case ID,
          TYPE,
          HREF,
          CREATED_BY_ID,
          LAST_MODIFIED_BY_ID,
          STATE,
          LAST_PERMIT_AT,
          LAST_PERMIT_FREQUENCY ->
          sorted(account, filter, by);
    };
  }

  /// In an order that the store knows: from where the last page ended until this one is full.
  private Outcome<Listed> stored(
      AccountId account, PolicyFilter filter, Order order, Initiator by) {
    Documents documents = ledger.in(account);
    List<Kept<Policy>> found = new ArrayList<>();
    Optional<String> after = filter.start();
    do {
      int missing = filter.limit() - found.size();
      Page page;
      try {
        page =
            documents.page(
                Kind.POLICY,
                new Query(
                    Optional.empty(),
                    filter.subject(),
                    order,
                    filter.descending(),
                    after,
                    Math.min(missing, AT_ONCE)));
      } catch (UnknownPage _) {
        return Outcome.refuse(noPage());
      }
      page.documents().stream()
          .map(Policies::kept)
          .filter(held -> shown(held, filter, by))
          .forEach(found::add);
      after = page.next();
    } while (after.isPresent() && found.size() < filter.limit());
    return Outcome.of(new Listed(found, after));
  }

  /// In any other order: of all there are, those that come after the last one of the page before.
  private Outcome<Listed> sorted(AccountId account, PolicyFilter filter, Initiator by) {
    Comparator<String> order = Comparator.naturalOrder();
    Comparator<String> direction = filter.descending() ? order.reversed() : order;
    Optional<String> start = filter.start();
    List<Kept<Policy>> rest =
        Directory.all(ledger.in(account), Kind.POLICY).stream()
            .map(Policies::kept)
            .filter(held -> shown(held, filter, by))
            .filter(
                held -> start.stream().allMatch(it -> direction.compare(key(held, filter), it) > 0))
            .sorted(Comparator.comparing(held -> key(held, filter), direction))
            .limit(filter.limit() + 1L)
            .toList();
    boolean more = rest.size() > filter.limit();
    List<Kept<Policy>> page = more ? rest.subList(0, filter.limit()) : rest;
    return Outcome.of(
        new Listed(page, more ? Optional.of(key(page.getLast(), filter)) : Optional.empty()));
  }

  private boolean shown(Kept<Policy> held, PolicyFilter filter, Initiator by) {
    return filter.matches(held.value())
        && permissions.allows(by, "iam.policy.read", Target.of(held.value().terms()));
  }

  /// What a policy is sorted by, and then its id, so that no two are equal.
  private String key(Kept<Policy> held, PolicyFilter filter) {
    var policy = held.value();
    Optional<Uses.Use> permit = uses.of(policy.id());
    String first =
        switch (filter.sort()) {
          case ID, HREF -> "";
          case TYPE -> policy.terms().type().name();
          case CREATED_AT -> policy.stamps().created().at().toString();
          case CREATED_BY_ID -> policy.stamps().created().by();
          case LAST_MODIFIED_AT -> policy.stamps().modified().at().toString();
          case LAST_MODIFIED_BY_ID -> policy.stamps().modified().by();
          case STATE -> policy.state().name();
          case LAST_PERMIT_AT -> permit.map(it -> it.last().toString()).orElse("");
          case LAST_PERMIT_FREQUENCY -> "%019d".formatted(permit.map(Uses.Use::count).orElse(0L));
        };
    return first + "\n" + policy.id();
  }

  /// The member of that name, if policies can be sorted by it.
  public static Optional<Sort> sort(String name) {
    for (Sort sort : Sort.values()) {
      if (sort.name().toLowerCase(Locale.ROOT).equals(name)) {
        return Optional.of(sort);
      }
    }
    return Optional.empty();
  }

  private static Problem noPage() {
    return Problem.of(Code.INVALID_VALUE, "Take start from the page before.").parameter("start");
  }
}
