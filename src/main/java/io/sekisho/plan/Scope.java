package io.sekisho.plan;

import io.sekisho.address.Ip;
import io.sekisho.address.Prefix;
import io.sekisho.iam.AccountId;
import io.sekisho.inventory.Findings;
import io.sekisho.mint.Minter;
import io.sekisho.problem.Nearest;
import io.sekisho.vpc.Identity;
import io.sekisho.vpc.Reference;
import io.sekisho.wire.Ref;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// One account while it is being planned: where names are looked up and mistakes are put down.
final class Scope {
  final Draft draft;
  final Minter minter;
  final AccountId account;
  final String path;
  private final Findings findings;
  private final Set<String> touched;
  private final String resourceGroup;
  private final Set<String> broken = new HashSet<>();
  private final Map<String, String> declared = new HashMap<>();

  Scope(Work work, AccountId account, String path, Optional<String> resourceGroup) {
    this.draft = work.draft();
    this.minter = work.minter();
    this.account = account;
    this.path = path;
    this.findings = work.findings();
    this.touched = work.touched();
    this.resourceGroup = resourceGroup.orElse(account.value());
  }

  /// What all accounts of one plan share.
  ///
  /// @param touched ids of what the inventory names, in its order
  record Work(Draft draft, Minter minter, Findings findings, Set<String> touched) {}

  void wrong(String path, String message) {
    findings.add(path, message);
  }

  /// Whether this is the first resource of that name; if not, says so.
  ///
  /// @param kind in a sentence, such as "subnet"
  boolean first(String kind, String name, String path) {
    String earlier = declared.putIfAbsent(kind + " " + name, path);
    if (earlier != null) {
      wrong(path, "is named %s, and so is %s; rename one of them.".formatted(name, earlier));
    }
    return earlier == null;
  }

  /// Remembers that a resource was declared and could not be planned, so that what refers to it is
  /// not reported as well.
  void broken(String kind, String name) {
    broken.add(kind + " " + name);
  }

  boolean isBroken(String kind, String name) {
    return broken.contains(kind + " " + name);
  }

  /// The resource of the account that has this name; says so if there is none.
  <T> Optional<T> refer(Shelf<T> shelf, String kind, String name, String path) {
    Optional<T> found = shelf.find(account, name);
    if (found.isEmpty() && !isBroken(kind, name)) {
      wrong(
          path,
          "names the %s %s, which is not in the account.%s"
              .formatted(kind, name, Nearest.question(name, shelf.names(account))));
    }
    return found;
  }

  /// Puts a resource in its place and notes that the inventory names it.
  <T> T put(Shelf<T> shelf, T value) {
    T kept = shelf.put(value);
    touched.add(shelf.id(kept));
    return kept;
  }

  /// Notes that the inventory names what has this id.
  void named(String id) {
    touched.add(id);
  }

  /// The identity of before, which stays in its resource group, or a new one.
  Identity identity(
      Optional<Identity> before, String type, String location, Named named, String newId) {
    if (before.isEmpty()) {
      String group = named.resourceGroup().orElse(resourceGroup);
      return minter.identity(newId, type, location, account, named.name(), group);
    }
    Identity old = before.get();
    if (named.resourceGroup().filter(it -> !it.equals(old.resourceGroup())).isPresent()) {
      wrong(
          named.path() + ".resource_group",
          "can't become %s: %s is in resource group %s and stays there. Leave it out, or delete %s first."
              .formatted(named.resourceGroup().get(), old.name(), old.resourceGroup(), old.name()));
    }
    return old;
  }

  /// A declared resource's name and resource group.
  ///
  /// @param path where it is declared
  record Named(String name, Optional<String> resourceGroup, String path) {}

  /// What the inventory names but does not hold.
  Reference elsewhere(Ref ref, String type, String region) {
    return minter.elsewhere(ref.name(), ref.id(), ref.crn(), type, region, account);
  }

  /// A region for what is not in a VPC: that of the account's first VPC.
  String region() {
    return draft.vpcs.of(account).stream()
        .findFirst()
        .map(vpc -> vpc.region())
        .orElseGet(this::firstRegion);
  }

  /// The region for what may be in any.
  String firstRegion() {
    return draft.catalog().regions(List.of()).getFirst().name();
  }

  Optional<Ip> ip(String text, String path) {
    return parse(text, path, Ip::parse);
  }

  Optional<Prefix> prefix(String text, String path) {
    return parse(text, path, Prefix::parse);
  }

  /// The parsed value; if the text is no good, the parser's own sentence becomes the finding.
  <T> Optional<T> parse(String text, String path, Function<String, T> parser) {
    return made(path, () -> parser.apply(text));
  }

  /// What a record's constructor makes; if it refuses, its own sentence becomes the finding.
  <T> Optional<T> made(String path, Supplier<T> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      wrong(path, "is no good: " + why + (why.endsWith("?") ? "" : "."));
      return Optional.empty();
    }
  }
}
