package io.sekisho.network;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Holdings;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.iam.ComputeType;
import io.sekisho.network.Interfaces.AttachmentPrototype;
import io.sekisho.network.Interfaces.InterfacePrototype;
import io.sekisho.network.Interfaces.Server;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpc.VirtualNetworkInterface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The network attachments of servers of one kind, and their network interfaces in IBM's older
/// form. A server has either; its attachments are shown in the older form, too, but can't be
/// changed in it.
public final class ServerInterfaces {
  /// How many a bare metal server can have.
  public static final int METAL_MOST = 8;

  private static final int SMALL = 16;
  private static final int MIDDLING = 48;

  private final Estate estate;
  private final Class<? extends Compute> type;

  /// @param type of the servers
  public ServerInterfaces(Estate estate, Class<? extends Compute> type) {
    this.estate = estate;
    this.type = type;
  }

  /// What is said of an attachment that changes.
  public record AttachmentPatch(Optional<String> name) {}

  /// What is said of an older network interface that changes.
  public record InterfacePatch(Optional<Boolean> allowIpSpoofing, Optional<String> name) {}

  /// The same of a bare metal server.
  public record MetalInterfacePatch(
      Optional<Boolean> allowIpSpoofing,
      List<Integer> allowedVlans,
      Optional<Boolean> enableInfrastructureNat,
      Optional<String> name) {}

  /// What is said of an attachment of a bare metal server.
  public record MetalAttachmentPatch(List<Integer> allowedVlans, Optional<String> name) {}

  /// How many a server can have, as IBM has it: what an instance can, follows from its size.
  public static int most(Compute server) {
    return server instanceof Instance instance
        ? most(instance.hardware().vcpu().count())
        : METAL_MOST;
  }

  /// The same of an instance.
  public static int most(int vcpus) {
    return vcpus <= SMALL ? 5 : vcpus <= MIDDLING ? 10 : 15;
  }

  /// The server that a path names.
  public Compute server(Holdings holdings, String id) {
    return holdings.get(type, id);
  }

  /// One of its attachments.
  public NetworkInterface attachment(Compute server, String id) {
    return nic(server, id, "network attachment", nic -> !nic.older());
  }

  /// One of its interfaces, whichever form it was made in.
  public NetworkInterface networkInterface(Compute server, String id) {
    return nic(server, id, "network interface", _ -> true);
  }

  private static NetworkInterface nic(
      Compute server, String id, String what, Function<NetworkInterface, Boolean> which) {
    return server.interfaces().stream()
        .filter(nic -> nic.id().equals(id) && which.apply(nic))
        .findFirst()
        .orElseThrow(
            () ->
                new Refusal(
                    Problem.of(
                            Code.NOT_FOUND, "%s has no %s %s.".formatted(server.name(), what, id))
                        .parameter("id")));
  }

  /// A new network attachment.
  public Outcome<NetworkInterface> attach(Actor actor, String server, AttachmentPrototype said) {
    return attach(actor, server, (interfaces, others) -> interfaces.attach(others, said, ""));
  }

  /// The same of a bare metal server.
  public Outcome<NetworkInterface> attach(
      Actor actor, String server, MetalPrototypes.Attachment said) {
    return attach(
        actor,
        server,
        (interfaces, others) -> interfaces.attach(others, said.checked(false, ""), ""));
  }

  /// A new network interface in IBM's older form.
  public Outcome<NetworkInterface> add(Actor actor, String server, InterfacePrototype said) {
    return older(actor, server, (interfaces, others) -> interfaces.add(others, said, ""));
  }

  /// The same of a bare metal server.
  public Outcome<NetworkInterface> add(Actor actor, String server, MetalPrototypes.Interface said) {
    return older(actor, server, (interfaces, others) -> interfaces.add(others, said, false, ""));
  }

  private Outcome<NetworkInterface> attach(Actor actor, String server, Making work) {
    Action action = action(Action.INSTANCE_ATTACHMENT_CREATE, Action.SERVER_ATTACHMENT_CREATE);
    return add(actor, server, action, false, work);
  }

  private Outcome<NetworkInterface> older(Actor actor, String server, Making work) {
    Action action = action(Action.INSTANCE_INTERFACE_CREATE, Action.SERVER_INTERFACE_CREATE);
    return add(actor, server, action, true, work);
  }

  /// Makes an interface beside others.
  private interface Making
      extends BiFunction<Interfaces, List<NetworkInterface>, NetworkInterface> {}

  private Outcome<NetworkInterface> add(
      Actor actor, String id, Action action, boolean older, Making work) {
    return estate.write(
        actor,
        action,
        id,
        scene -> {
          Compute server = server(scene, id);
          expectStopped(server, "get another one");
          if (server.interfaces().stream().anyMatch(nic -> nic.older() != older)) {
            throw Refusal.conflict(
                "%s has %s: it can't have others."
                    .formatted(
                        server.name(), older ? "network attachments" : "network interfaces"));
          }
          scene.expectRoom(
              server.interfaces().size(), most(server), "interfaces of " + server.name());
          NetworkInterface made =
              work.apply(new Interfaces(scene, place(server)), server.interfaces());
          List<NetworkInterface> all = new ArrayList<>(server.interfaces());
          all.add(made);
          scene.put(server.with(all));
          return made;
        });
  }

  private static Server place(Compute server) {
    return new Server(
        server.type(),
        server.zone(),
        Optional.of(server.vpc()),
        Optional.of(server.identity().resourceGroup()));
  }

  /// An interface of a bare metal server is a device in it, which comes and goes while it is off.
  private static void expectStopped(Compute server, String what) {
    if (server.type() == ComputeType.BMS && server.running()) {
      throw Refusal.conflict(
          "Stop %s first: it can't %s meanwhile.".formatted(server.name(), what));
    }
  }

  /// Renames an attachment.
  public Outcome<NetworkInterface> update(
      Actor actor, String server, String id, AttachmentPatch said) {
    return change(
        actor,
        server,
        action(Action.INSTANCE_ATTACHMENT_UPDATE, Action.SERVER_ATTACHMENT_UPDATE),
        (scene, whole) -> named(attachment(whole, id), said.name(), whole));
  }

  /// The same of a bare metal server.
  public Outcome<NetworkInterface> update(
      Actor actor, String server, String id, MetalAttachmentPatch said) {
    return change(
        actor,
        server,
        Action.SERVER_ATTACHMENT_UPDATE,
        (scene, whole) -> {
          MetalPrototypes.none(said.allowedVlans().isEmpty(), "allowed_vlans");
          return named(attachment(whole, id), said.name(), whole);
        });
  }

  /// Changes an older network interface.
  public Outcome<NetworkInterface> update(
      Actor actor, String server, String id, InterfacePatch said) {
    MetalInterfacePatch more =
        new MetalInterfacePatch(said.allowIpSpoofing(), List.of(), Optional.empty(), said.name());
    return update(actor, server, id, more);
  }

  /// The same of a bare metal server.
  public Outcome<NetworkInterface> update(
      Actor actor, String server, String id, MetalInterfacePatch said) {
    return change(
        actor,
        server,
        action(Action.INSTANCE_INTERFACE_UPDATE, Action.SERVER_INTERFACE_UPDATE),
        (scene, whole) -> {
          MetalPrototypes.none(said.allowedVlans().isEmpty(), "allowed_vlans");
          NetworkInterface before = networkInterface(whole, id);
          expectOlder(before);
          VirtualNetworkInterface it = before.virtualNetworkInterface();
          VirtualNetworkInterface after =
              it.set(
                  it.identity(),
                  new VirtualNetworkInterface.Modes(
                      said.allowIpSpoofing().orElse(it.allowIpSpoofing()),
                      it.autoDelete(),
                      said.enableInfrastructureNat().orElse(it.enableInfrastructureNat()),
                      it.protocolStateFilteringMode()));
          new VirtualInterfaces(scene).check(after, "");
          return named(before.with(after), said.name(), whole);
        });
  }

  private static NetworkInterface named(
      NetworkInterface nic, Optional<String> name, Compute server) {
    Set<String> others =
        server.interfaces().stream()
            .filter(it -> !it.id().equals(nic.id()))
            .map(NetworkInterface::name)
            .collect(Collectors.toSet());
    return name.isEmpty() ? nic : nic.named(Names.own(name, others));
  }

  private Outcome<NetworkInterface> change(
      Actor actor, String id, Action action, BiFunction<Scene, Compute, NetworkInterface> work) {
    return estate.write(
        actor,
        action,
        id,
        scene -> {
          Compute server = server(scene, id);
          NetworkInterface after = work.apply(scene, server);
          scene.put(with(server, nic -> nic.id().equals(after.id()) ? after : nic));
          return after;
        });
  }

  private static Compute with(Compute server, UnaryOperator<NetworkInterface> change) {
    return server.with(server.interfaces().stream().map(change).toList());
  }

  /// Removes an attachment: its virtual network interface goes, or goes on by itself.
  public Outcome<NetworkInterface> detach(Actor actor, String server, String id) {
    return remove(
        actor,
        server,
        action(Action.INSTANCE_ATTACHMENT_DELETE, Action.SERVER_ATTACHMENT_DELETE),
        whole -> attachment(whole, id));
  }

  /// Removes an older network interface.
  public Outcome<NetworkInterface> remove(Actor actor, String server, String id) {
    return remove(
        actor,
        server,
        action(Action.INSTANCE_INTERFACE_DELETE, Action.SERVER_INTERFACE_DELETE),
        whole -> {
          NetworkInterface nic = networkInterface(whole, id);
          expectOlder(nic);
          return nic;
        });
  }

  private Outcome<NetworkInterface> remove(
      Actor actor, String id, Action action, Function<Compute, NetworkInterface> which) {
    return estate.write(
        actor,
        action,
        id,
        scene -> {
          Compute server = server(scene, id);
          NetworkInterface nic = which.apply(server);
          if (nic.equals(server.interfaces().getFirst())) {
            throw Refusal.conflict(
                "%s is the primary one, without which %s can't be."
                    .formatted(nic.name(), server.name()));
          }
          expectStopped(server, "lose one");
          scene.put(
              server.with(
                  server.interfaces().stream().filter(it -> !it.id().equals(nic.id())).toList()));
          new Interfaces(scene, place(server)).detach(nic);
          return nic;
        });
  }

  /// Refuses to change an attachment where it is only shown.
  public static void expectOlder(NetworkInterface nic) {
    if (!nic.older()) {
      throw Refusal.conflict(
          "It only shows network attachment %s in an older form: change that, or virtual network interface %s."
              .formatted(nic.id(), nic.virtualNetworkInterface().id()));
    }
  }

  private Action action(Action ofInstance, Action ofServer) {
    return type == Instance.class ? ofInstance : ofServer;
  }
}
