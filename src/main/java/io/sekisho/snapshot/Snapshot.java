package io.sekisho.snapshot;

import io.sekisho.address.Ip;
import io.sekisho.iam.TrustedProfile;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.Subject;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/// Everything there is, at one revision: immutable, swapped by reference, read without a lock.
public final class Snapshot {
  /// Nothing yet, at revision 0.
  public static final Snapshot EMPTY =
      new Snapshot(0, Contents.NONE, TreePMap.empty(), HashTreePMap.empty(), History.beginning(0));

  private final long revision;
  private final Contents contents;
  private final TreePMap<String, Subject> subjects;
  private final PMap<Place, Seat> seats;
  private final History history;

  private Snapshot(
      long revision,
      Contents contents,
      TreePMap<String, Subject> subjects,
      PMap<Place, Seat> seats,
      History history) {
    this.revision = revision;
    this.contents = contents;
    this.subjects = subjects;
    this.seats = seats;
    this.history = history;
  }

  /// A snapshot of these contents, whatever there was before; subjects that did not change are
  /// carried over as they are. Begins a history of its own.
  ///
  /// @throws IllegalArgumentException as [#next(long, Contents, Set)] does
  public Snapshot next(long revision, Contents contents) {
    Set<String> all = new HashSet<>(subjects.keySet());
    contents.computes().forEach(it -> all.add(it.id()));
    Change change = new Change(contents, all);
    return new Snapshot(
        revision, contents, change.subjects, change.seats, History.beginning(revision));
  }

  /// The snapshot that follows this one; subjects that did not change are carried over as they are.
  ///
  /// @param contents which differ from this one's in nothing but those documents
  /// @param changed ids of the documents that were put or deleted
  /// @throws IllegalArgumentException if a resource refers to one that is not there, or if two
  ///   interfaces of a VPC have the same address: who asks is told by it
  public Snapshot next(long revision, Contents contents, Set<String> changed) {
    Set<String> profiles = new HashSet<>();
    for (String id : changed) {
      if (profile(id).isPresent() || contents.find(TrustedProfile.class, id).isPresent()) {
        profiles.add(id);
      }
    }
    Change change = new Change(contents, Subjects.touched(this.contents, contents, changed));
    History after = history.and(revision, new Changes(change.moved, profiles, changed));
    return new Snapshot(revision, contents, change.subjects, change.seats, after);
  }

  public long revision() {
    return revision;
  }

  public Contents contents() {
    return contents;
  }

  /// All compute resources with their surroundings, in the order of the contents.
  public List<Subject> subjects() {
    return contents.computes().stream().flatMap(it -> subject(it.id()).stream()).toList();
  }

  public Optional<Subject> subject(String computeId) {
    return Optional.ofNullable(subjects.get(computeId));
  }

  /// Whose interface has this address in this VPC.
  public Optional<Owner> owner(String vpcId, Ip address) {
    return Optional.ofNullable(seats.get(new Place(vpcId, address)))
        .flatMap(seat -> subject(seat.compute).flatMap(seat::owner));
  }

  public Optional<TrustedProfile> profile(String id) {
    return contents.find(TrustedProfile.class, id);
  }

  /// The same with some of the compute resources alone, as those of one host are.
  public Snapshot only(Predicate<Subject> which) {
    List<String> others =
        subjects.values().stream()
            .filter(which.negate())
            .map(subject -> subject.compute().id())
            .toList();
    return others.isEmpty()
        ? this
        : new Snapshot(
            revision, contents, subjects.minusAll(others), seats, History.beginning(revision));
  }

  /// The same, at the cost of what changed.
  ///
  /// @param before such a snapshot of what there was before; what comes out is of its line
  /// @param since what changed since then
  /// @param more ids of further compute resources of which `which` may say something else by now
  public Snapshot only(Predicate<Subject> which, Snapshot before, Changes since, Set<String> more) {
    Set<String> moved = new HashSet<>();
    TreePMap<String, Subject> some = before.subjects;
    for (String id : Stream.concat(since.computes.stream(), more.stream()).toList()) {
      Optional<Subject> now = subject(id).filter(which);
      if (!now.equals(Optional.ofNullable(some.get(id)))) {
        moved.add(id);
        some = now.isPresent() ? some.plus(id, now.get()) : some.minus(id);
      }
    }
    Changes step = new Changes(moved, since.profiles, since.documents);
    return new Snapshot(revision, contents, some, seats, before.history.and(revision, step));
  }

  /// What a node that serves from `before` has to be told.
  ///
  /// @return nothing if that is not known: then anything may be other than it was
  public Optional<Changes> since(Snapshot before) {
    return history.since(before.revision, before.history);
  }

  /// What differs between two snapshots.
  ///
  /// @param computes ids of compute resources whose subject is another one, or gone
  /// @param profiles ids of trusted profiles that are other ones, or gone
  /// @param documents ids of all documents that were put or deleted
  public record Changes(Set<String> computes, Set<String> profiles, Set<String> documents) {
    public Changes {
      computes = Set.copyOf(computes);
      profiles = Set.copyOf(profiles);
      documents = Set.copyOf(documents);
    }
  }

  /// An interface and the compute resource it belongs to.
  public record Owner(Subject subject, NetworkInterface nic) {}

  private record Place(String vpc, Ip address) {}

  private record Seat(String compute, String nic) {
    Optional<Owner> owner(Subject subject) {
      return subject.compute().interfaces().stream()
          .filter(it -> it.id().equals(nic))
          .findFirst()
          .map(it -> new Owner(subject, it));
    }
  }

  /// What becomes of subjects and their places; what leaves makes room for what comes.
  private final class Change {
    private TreePMap<String, Subject> subjects = Snapshot.this.subjects;
    private PMap<Place, Seat> seats = Snapshot.this.seats;
    private final Set<String> moved = new HashSet<>();

    Change(Contents contents, Set<String> touched) {
      for (String id : touched) {
        Optional<Subject> before = subject(id);
        Optional<Subject> after =
            contents.find(Compute.class, id).map(it -> Subjects.subject(contents, it));
        if (!before.equals(after)) {
          moved.add(id);
          subjects = after.isPresent() ? subjects.plus(id, after.get()) : subjects.minus(id);
        }
      }
      List<String> rewired = moved.stream().filter(id -> !staysPut(id)).toList();
      for (String id : rewired) {
        subject(id).ifPresent(it -> places(it, (place, _) -> seats = seats.minus(place)));
      }
      for (String id : rewired) {
        Optional.ofNullable(subjects.get(id)).ifPresent(it -> places(it, this::settle));
      }
    }

    private boolean staysPut(String id) {
      Optional<Compute> before = subject(id).map(Subject::compute);
      Optional<Compute> after = Optional.ofNullable(subjects.get(id)).map(Subject::compute);
      return before.map(Compute::interfaces).equals(after.map(Compute::interfaces))
          && before.map(Compute::vpc).equals(after.map(Compute::vpc));
    }

    private static void places(Subject subject, BiConsumer<Place, Seat> each) {
      for (NetworkInterface nic : subject.compute().interfaces()) {
        Seat seat = new Seat(subject.compute().id(), nic.id());
        nic.addresses().forEach(ip -> each.accept(new Place(subject.vpc().id(), ip), seat));
      }
    }

    private void settle(Place place, Seat seat) {
      Seat before = seats.get(place);
      if (before != null && !before.equals(seat)) {
        throw new IllegalArgumentException(
            "two interfaces of VPC " + place.vpc + " have the address " + place.address);
      }
      seats = seats.plus(place, seat);
    }
  }
}
