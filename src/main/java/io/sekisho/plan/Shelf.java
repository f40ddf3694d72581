package io.sekisho.plan;

import io.sekisho.iam.AccountId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// All resources of one kind while a plan is made: found by name, kept in their order.
final class Shelf<T> {
  private final Function<T, Label> label;
  private final Map<String, T> byId = new LinkedHashMap<>();
  private final Map<Name, String> ids = new HashMap<>();

  Shelf(Collection<T> all, Function<T, Label> label) {
    this.label = label;
    for (T each : all) {
      put(each);
    }
  }

  /// By what a resource is found.
  record Label(String id, AccountId account, String name) {}

  private record Name(AccountId account, String name) {}

  Optional<T> find(AccountId account, String name) {
    return Optional.ofNullable(ids.get(new Name(account, name))).flatMap(this::get);
  }

  /// All that have this name: of some kinds several may.
  List<T> all(AccountId account, String name) {
    return of(account).stream().filter(each -> name(each).equals(name)).toList();
  }

  Optional<T> get(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Adds or replaces; what equals its predecessor leaves it in place, the very same object.
  T put(T value) {
    Label its = label.apply(value);
    T kept = get(its.id()).filter(value::equals).orElse(value);
    byId.put(its.id(), kept);
    ids.put(new Name(its.account(), its.name()), its.id());
    return kept;
  }

  void remove(T value) {
    Label its = label.apply(value);
    byId.remove(its.id());
    ids.remove(new Name(its.account(), its.name()), its.id());
  }

  List<T> all() {
    return List.copyOf(byId.values());
  }

  List<T> of(AccountId account) {
    return byId.values().stream()
        .filter(each -> label.apply(each).account().equals(account))
        .toList();
  }

  List<String> names(AccountId account) {
    return of(account).stream().map(each -> label.apply(each).name()).toList();
  }

  String name(T value) {
    return label.apply(value).name();
  }

  String id(T value) {
    return label.apply(value).id();
  }
}
