package io.sekisho.lab;

import io.sekisho.client.Failure;
import io.sekisho.host.Names;
import io.sekisho.kernel.Commands;
import io.sekisho.wire.Attachment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A lab: the compute resources of an inventory as network namespaces of this machine.
///
/// Everything that it makes carries its prefix, so that [#down] finds all of it, whatever became of
/// the process that made it. Two commands at once wait for each other.
public final class Lab {
  private static final Path FOLDER = Path.of("/run/sekisho-lab");

  /// How long the node may take to notice a tap.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Longer than a tool goes on after the process that started it was killed.
  private static final Duration SETTLING = Duration.ofMillis(150);

  private final Names names;
  private final Commands commands;
  private final Path ca;
  private final Path folder;
  private final Path lock;
  private final Namespaces namespaces;
  private final Register register;
  private final TrustStore trust;
  private final Workshop workshop;

  /// @param ca a file with the certificates, in PEM, that guests are to trust; read by [#up]
  public Lab(Names names, Commands commands, Path ca) {
    this(names, commands, ca, PATIENCE);
  }

  Lab(Names names, Commands commands, Path ca, Duration patience) {
    this.names = names;
    this.commands = commands;
    this.ca = ca;
    this.folder = FOLDER.resolve(names.prefix());
    this.lock = FOLDER.resolve(names.prefix() + ".lock");
    this.namespaces = new Namespaces(names, commands);
    this.register = new Register(folder);
    this.trust = new TrustStore(folder);
    this.workshop = new Workshop(commands, namespaces, new Etc(trust), patience);
  }

  /// Makes the guests of an inventory that the server has applied, and removes those that are not
  /// in it. A guest that is there already, as it should be, goes on undisturbed. Returns when all
  /// can talk to the node; if one can't be made, none of the new ones is.
  ///
  /// @param attachments all of this host's, in the server's order
  /// @throws Failure if it could not be done
  public List<Guest> up(List<Attachment> attachments, LabFile file) {
    Host.expectRoot();
    Host.expectTools(commands);
    List<Guest> wanted = Guests.plan(names, attachments, file);
    try (Lock _ = Lock.take(lock)) {
      trust.write(ca);
      bring(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return wanted;
  }

  /// The guests that were made, in the order of the inventory.
  public List<Guest> guests() {
    try {
      return register.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those that the node lets through. The others may be there still, but are cut off: deleted from
  /// the server's inventory, or given another address in it.
  public Set<Guest> connected(Collection<Guest> guests) {
    Taps taps = Taps.look(commands, guests);
    return guests.stream().filter(taps::ready).collect(Collectors.toSet());
  }

  /// Whether the guest and all its containers are there.
  public boolean stands(Guest guest) {
    return guest.namespaces().allMatch(name -> Namespaces.inode(name).isPresent());
  }

  /// Runs a command in a guest on this process's own terminal, input and output.
  ///
  /// @param which the guest's name, or `account/name`
  /// @param container the name of one of its containers; empty for the guest itself
  /// @param command the program and its arguments; empty for a shell
  /// @return the command's exit code
  /// @throws Failure if there is no such guest, or more than one
  public int exec(String which, Optional<String> container, List<String> command) {
    try {
      return Foreground.run(process(which, container, command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As [#exec], but leaves it to the caller to start the process and to connect it.
  public ProcessBuilder process(String which, Optional<String> container, List<String> command) {
    Host.expectRoot();
    Guest guest = Guests.find(guests(), which);
    if (!stands(guest)) {
      throw new Failure(guest.reference() + " is not there any more: run `sekisho lab up` again.");
    }
    Optional<Guest.Container> inner = container.map(name -> container(guest, name));
    return new Visit(
            inner.map(Guest.Container::namespace).orElse(guest.namespace()),
            inner.map(Guest.Container::name).orElse(guest.name()),
            command,
            trust.environment())
        .process();
  }

  /// Ends every process in guests and removes all that carries the lab's prefix. The host's half
  /// stays.
  public void down() {
    Host.expectRoot();
    try (Lock held = Lock.take(lock)) {
      do {
        clear(Set.of());
        Host.pause(SETTLING);
      } while (!found().isEmpty());
      Trees.delete(folder);
      held.dissolve();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bring(List<Guest> wanted) throws IOException {
    List<Guest> kept = undisturbed(wanted);
    clear(namespaces(kept));
    register.write(kept);
    try {
      workshop.make(wanted.stream().filter(guest -> !kept.contains(guest)).toList());
    } catch (Commands.Failed e) {
      undo(kept, e);
      throw new Failure("The guests can't be made, and none is begun: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      undo(kept, e);
      throw e;
    }
    register.write(wanted);
  }

  private List<Guest> undisturbed(List<Guest> wanted) throws IOException {
    List<Guest> finished = register.read();
    Taps taps = Taps.look(commands, wanted);
    return wanted.stream()
        .filter(finished::contains)
        .filter(this::stands)
        .filter(guest -> guest.interfaces().stream().allMatch(taps::has))
        .toList();
  }

  private void undo(List<Guest> kept, Exception why) {
    try {
      clear(namespaces(kept));
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /// Removes all that carries our prefix but these namespaces.
  private void clear(Set<String> kept) throws IOException {
    Set<String> doomed = namespaces.list();
    doomed.removeAll(kept);
    namespaces.remove(doomed);
    for (String name : found()) {
      if (!kept.contains(name)) {
        Etc.remove(name);
      }
    }
  }

  /// The names of all namespaces that are there, or that `/etc/netns` has files for.
  private Set<String> found() throws IOException {
    Set<String> found = new TreeSet<>(namespaces.list());
    found.addAll(namespaces.list(Etc.FOLDER));
    return found;
  }

  private static Set<String> namespaces(Collection<Guest> guests) {
    return guests.stream().flatMap(Guest::namespaces).collect(Collectors.toSet());
  }

  private static Guest.Container container(Guest guest, String name) {
    return guest.containers().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new Failure("%s has no container %s.".formatted(guest.reference(), name)));
  }
}
