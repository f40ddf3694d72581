package io.sekisho.snapshot;

import io.sekisho.address.Ip;
import io.sekisho.iam.Account;
import io.sekisho.iam.AccountId;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.snapshot.Index.Open;
import io.sekisho.snapshot.Index.Rank;
import io.sekisho.vpc.Resource;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/// What has an id, and by what else it is found.
///
/// @param next the number of the next document that comes
/// @param all documents and what stands in them, by id
/// @param kinds the same by type, in the order in which they came
/// @param ages the same by account and type, oldest first
/// @param names the same by name
/// @param needs documents by the ids of what they can't be without, oldest first
/// @param parts documents by the id of what they go with, oldest first
/// @param claims documents by subnet, in the order of the addresses that they have; by [#PUBLIC]
///   what has public ones
record Registry(
    long next,
    TreePMap<String, Held> all,
    Index<String, Long, Held> kinds,
    Index<Group, Instant, Held> ages,
    Index<Group, String, Held> names,
    Index<String, Instant, Held> needs,
    Index<String, Instant, Held> parts,
    Index<String, Ip, Held> claims) {

  /// No subnet's id.
  static final String PUBLIC = "";

  static final Registry EMPTY =
      new Registry(
          0,
          TreePMap.empty(),
          Index.none(),
          Index.none(),
          Index.none(),
          Index.none(),
          Index.none(),
          Index.none());

  /// What an account has of one type.
  record Group(String account, String type) implements Comparable<Group> {
    static Group of(AccountId account, Class<?> type) {
      return new Group(account.value(), type.getName());
    }

    @Override
    public int compareTo(Group other) {
      int order = account.compareTo(other.account);
      return order == 0 ? type.compareTo(other.type) : order;
    }
  }

  /// Something that has an id.
  ///
  /// @param number of the document: who came earlier has a smaller one
  /// @param document the id of the document that it is, or stands in
  record Held(String id, long number, String document, Object value) {
    boolean isDocument() {
      return document.equals(id);
    }
  }

  /// With these documents, or other versions of them in their places. What one has in it was
  /// elsewhere before, or nowhere, and is there from now on.
  Registry with(Collection<?> documents) {
    Change change = new Change(this);
    documents.forEach(change::put);
    return change.done();
  }

  Registry without(String id) {
    Change change = new Change(this);
    change.leave(id);
    return change.done();
  }

  /// What everything that has an id is found by.
  record Label(String id, AccountId account, String name, Instant made) {
    static Label of(Object value) {
      return switch (value) {
        case Account it -> new Label(it.id().value(), it.id(), it.name(), it.createdAt());
        case TrustedProfile it -> new Label(it.id(), it.account(), it.name(), it.createdAt());
        case Resource it -> new Label(it.id(), it.account(), it.name(), it.identity().createdAt());
        default -> throw new IllegalArgumentException("no snapshot holds a " + value.getClass());
      };
    }
  }

  /// Enters something in an index, or takes it out.
  @FunctionalInterface
  private interface Mark {
    <G extends Comparable<? super G>, C extends Comparable<? super C>> void in(
        Open<G, C, Held> index, G group, Rank<C> rank, Held held);

    static <G extends Comparable<? super G>, C extends Comparable<? super C>> void out(
        Open<G, C, Held> index, G group, Rank<C> rank, Held held) {
      index.remove(group, rank);
    }
  }

  /// A change in the making.
  private static final class Change {
    private long next;
    private final Map<String, Held> fresh = new HashMap<>();
    private TreePMap<String, Held> all;
    private final Open<String, Long, Held> kinds;
    private final Open<Group, Instant, Held> ages;
    private final Open<Group, String, Held> names;
    private final Open<String, Instant, Held> needs;
    private final Open<String, Instant, Held> parts;
    private final Open<String, Ip, Held> claims;

    Change(Registry before) {
      next = before.next;
      all = before.all;
      kinds = new Open<>(before.kinds);
      ages = new Open<>(before.ages);
      names = new Open<>(before.names);
      needs = new Open<>(before.needs);
      parts = new Open<>(before.parts);
      claims = new Open<>(before.claims);
    }

    void put(Object value) {
      String id = Label.of(value).id;
      Held before = held(id);
      long number = before != null && before.isDocument() ? before.number : next++;
      leave(id);
      enter(new Held(id, number, id, value));
    }

    private @Nullable Held held(String id) {
      Held held = fresh.get(id);
      return held == null ? all.get(id) : held;
    }

    private void hold(Held held) {
      if (all.isEmpty()) {
        fresh.put(held.id, held);
      } else {
        all = all.plus(held.id, held);
      }
    }

    private void drop(String id) {
      fresh.remove(id);
      all = all.minus(id);
    }

    Registry done() {
      all = fresh.isEmpty() ? all : TreePMap.fromSortedMap(new TreeMap<>(fresh));
      return new Registry(
          next,
          all,
          kinds.done(),
          ages.done(),
          names.done(),
          needs.done(),
          parts.done(),
          claims.done());
    }

    private void enter(Held held) {
      Held before = held(held.id);
      if (before != null) {
        leave(held.id);
        mark(Mark::out, before);
      }
      hold(held);
      mark(Open::put, held);
      if (held.isDocument()) {
        markDocument(Open::put, held);
      }
      if (held.value instanceof Resource it) {
        for (Resource part : it.bound()) {
          enter(new Held(part.id(), held.number, held.document, part));
        }
      }
    }

    /// A document goes, and what stands in it and nowhere else by now.
    private void leave(String id) {
      Held held = held(id);
      if (held != null && held.isDocument()) {
        markDocument(Mark::out, held);
        leave(held.value, id);
      }
    }

    private void leave(Object value, String document) {
      Held held = held(Label.of(value).id);
      if (held != null && held.document.equals(document)) {
        mark(Mark::out, held);
        drop(held.id);
      }
      if (value instanceof Resource it) {
        it.bound().forEach(part -> leave(part, document));
      }
    }

    private void mark(Mark how, Held held) {
      Label label = Label.of(held.value);
      Group group = Group.of(label.account, held.value.getClass());
      how.in(kinds, group.type, new Rank<>(held.number, held.id), held);
      how.in(ages, group, new Rank<>(label.made, held.id), held);
      how.in(names, group, new Rank<>(label.name, held.id), held);
      if (held.value instanceof Resource it) {
        it.publicIps().forEach(ip -> how.in(claims, PUBLIC, new Rank<>(ip, held.id), held));
      }
    }

    private void markDocument(Mark how, Held held) {
      if (!(held.value instanceof Resource it)) {
        return;
      }
      Rank<Instant> age = new Rank<>(it.identity().createdAt(), held.id);
      for (String need : it.needs()) {
        how.in(needs, need, age, held);
      }
      if (!it.partOf().isEmpty()) {
        how.in(parts, it.partOf(), age, held);
      }
      for (Resource.Claim claim : it.claims()) {
        how.in(claims, claim.subnet(), new Rank<>(claim.address(), held.id), held);
      }
    }
  }
}
