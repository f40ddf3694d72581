package io.sekisho.networkapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.network.Interfaces.AttachmentPrototype;
import io.sekisho.network.Interfaces.InterfacePrototype;
import io.sekisho.network.MetalPrototypes;
import io.sekisho.network.ServerInterfaces;
import io.sekisho.network.ServerInterfaces.AttachmentPatch;
import io.sekisho.network.ServerInterfaces.InterfacePatch;
import io.sekisho.network.ServerInterfaces.MetalAttachmentPatch;
import io.sekisho.network.ServerInterfaces.MetalInterfacePatch;
import io.sekisho.problem.Outcome;
import io.sekisho.vpc.BareMetalServer;
import io.sekisho.vpc.Compute;
import io.sekisho.vpc.Instance;
import io.sekisho.vpc.NetworkInterface;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// The network attachments of servers of one kind, and their interfaces in IBM's older form.
final class ServerInterfaceRoutes {
  private static final String ATTACHMENTS = "network_attachments";
  private static final String INTERFACES = "network_interfaces";
  private static final String MEMBER = "/{member_id}";

  private final VpcRoutes routes;
  private final ServerInterfaces interfaces;
  private final Side side;

  private ServerInterfaceRoutes(VpcRoutes routes, Side side) {
    this.routes = routes;
    this.interfaces = new ServerInterfaces(routes.estate(), side.type);
    this.side = side;
  }

  /// One kind of servers.
  ///
  /// @param path of one of them, below `/v1`
  /// @param word in policies
  record Side(Class<? extends Compute> type, String path, String word) {
    static final Side INSTANCES = new Side(Instance.class, "/instances", "instance");
    static final Side METAL =
        new Side(BareMetalServer.class, "/bare_metal_servers", "bare-metal-server");

    String one() {
      return path + "/{id}";
    }

    String read() {
      return "is.%1$s.%1$s.read".formatted(word);
    }

    String update() {
      return "is.%1$s.%1$s.update".formatted(word);
    }

    boolean metal() {
      return type == BareMetalServer.class;
    }
  }

  static List<Route> table(VpcRoutes routes, Side side) {
    ServerInterfaceRoutes it = new ServerInterfaceRoutes(routes, side);
    List<Route> table = new ArrayList<>(it.attachments());
    table.addAll(it.interfaces());
    return table;
  }

  private List<Route> attachments() {
    String all = side.one() + "/" + ATTACHMENTS;
    String one = all + MEMBER;
    return List.of(
        list(all, ATTACHMENTS, AttachmentBody.class, this::listAttachments),
        about("POST", all, side.update(), this::attach)
            .taking(
                JSON, side.metal() ? MetalPrototypes.Attachment.class : AttachmentPrototype.class)
            .answering(201, AttachmentBody.class),
        about("GET", one, side.read(), this::attachment).answering(200, AttachmentBody.class),
        about("PATCH", one, side.update(), this::updateAttachment)
            .taking(MERGE_PATCH, side.metal() ? MetalAttachmentPatch.class : AttachmentPatch.class)
            .answering(200, AttachmentBody.class),
        about("DELETE", one, side.update(), this::detach).answering(202, Shape.nothing()));
  }

  private List<Route> interfaces() {
    String all = side.one() + "/" + INTERFACES;
    String one = all + MEMBER;
    return List.of(
        list(all, INTERFACES, InterfaceBody.class, this::listInterfaces),
        about("POST", all, side.update(), this::add)
            .taking(JSON, side.metal() ? MetalPrototypes.Interface.class : InterfacePrototype.class)
            .answering(201, InterfaceBody.class),
        about("GET", one, side.read(), this::networkInterface).answering(200, InterfaceBody.class),
        about("PATCH", one, side.update(), this::updateInterface)
            .taking(MERGE_PATCH, side.metal() ? MetalInterfacePatch.class : InterfacePatch.class)
            .answering(200, InterfaceBody.class),
        about("DELETE", one, side.update(), this::remove).silent());
  }

  private Route about(String method, String path, String action, VpcRoutes.Operation work) {
    return routes.about(side.word, method, path, action, work);
  }

  /// Only those of bare metal servers come page by page.
  private Route list(String path, String member, Class<?> body, VpcRoutes.Operation work) {
    Route route = about("GET", path, side.read(), work);
    return side.metal()
        ? VpcRoutes.paged(route, Set.of()).answering(200, Pages.shape(member, body))
        : route.answering(200, Shape.list(member, body));
  }

  private Outcome<Reply> listAttachments(Actor actor, Request request) {
    return list(actor, request, ATTACHMENTS, nic -> !nic.older(), AttachmentBody::of);
  }

  private Outcome<Reply> listInterfaces(Actor actor, Request request) {
    return list(actor, request, INTERFACES, _ -> true, InterfaceBody::of);
  }

  /// How an interface is shown.
  private interface Showing {
    Object of(Request request, Holdings holdings, Compute server, NetworkInterface nic);
  }

  private Outcome<Reply> list(
      Actor actor,
      Request request,
      String member,
      Predicate<NetworkInterface> which,
      Showing showing) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Compute server = interfaces.server(holdings, request.id());
              List<NetworkInterface> all = server.interfaces().stream().filter(which).toList();
              if (!side.metal()) {
                return Reply.json(
                    200,
                    Map.of(
                        member,
                        all.stream()
                            .map(nic -> showing.of(request, holdings, server, nic))
                            .toList()));
              }
              String path = side.path + "/" + server.id() + "/" + member;
              return new Pages(request, path, member)
                  .parts(
                      all, NetworkInterface::id, nic -> showing.of(request, holdings, server, nic));
            });
  }

  private Outcome<Reply> attach(Actor actor, Request request) {
    Outcome<NetworkInterface> made =
        side.metal()
            ? request
                .body(MetalPrototypes.Attachment.class)
                .then(said -> interfaces.attach(actor, request.id(), said))
            : request
                .body(AttachmentPrototype.class)
                .then(said -> interfaces.attach(actor, request.id(), said));
    return made.then(nic -> shown(actor, request, 201, nic.id(), AttachmentBody::of));
  }

  private Outcome<Reply> add(Actor actor, Request request) {
    Outcome<NetworkInterface> made =
        side.metal()
            ? request
                .body(MetalPrototypes.Interface.class)
                .then(said -> interfaces.add(actor, request.id(), said))
            : request
                .body(InterfacePrototype.class)
                .then(said -> interfaces.add(actor, request.id(), said));
    return made.then(nic -> shown(actor, request, 201, nic.id(), InterfaceBody::of));
  }

  private Outcome<Reply> attachment(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Compute server = interfaces.server(holdings, request.id());
              NetworkInterface nic = interfaces.attachment(server, request.second());
              return Reply.json(200, AttachmentBody.of(request, holdings, server, nic));
            });
  }

  private Outcome<Reply> networkInterface(Actor actor, Request request) {
    return shown(actor, request, 200, request.second(), InterfaceBody::of);
  }

  private Outcome<Reply> updateAttachment(Actor actor, Request request) {
    Outcome<NetworkInterface> changed =
        side.metal()
            ? request
                .patch(MetalAttachmentPatch.class, Set.of())
                .then(
                    patch ->
                        interfaces.update(actor, request.id(), request.second(), patch.value()))
            : request
                .patch(AttachmentPatch.class, Set.of())
                .then(
                    patch ->
                        interfaces.update(actor, request.id(), request.second(), patch.value()));
    return changed.then(nic -> shown(actor, request, 200, nic.id(), AttachmentBody::of));
  }

  private Outcome<Reply> updateInterface(Actor actor, Request request) {
    Outcome<NetworkInterface> changed =
        side.metal()
            ? request
                .patch(MetalInterfacePatch.class, Set.of())
                .then(
                    patch ->
                        interfaces.update(actor, request.id(), request.second(), patch.value()))
            : request
                .patch(InterfacePatch.class, Set.of())
                .then(
                    patch ->
                        interfaces.update(actor, request.id(), request.second(), patch.value()));
    return changed.then(nic -> shown(actor, request, 200, nic.id(), InterfaceBody::of));
  }

  /// IBM answers 202 where an attachment goes: here it is gone by then.
  private Outcome<Reply> detach(Actor actor, Request request) {
    return interfaces.detach(actor, request.id(), request.second()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> remove(Actor actor, Request request) {
    return interfaces.remove(actor, request.id(), request.second()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(
      Actor actor, Request request, int status, String id, Showing showing) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              Compute server = interfaces.server(holdings, request.id());
              NetworkInterface nic = interfaces.networkInterface(server, id);
              return Reply.json(status, showing.of(request, holdings, server, nic));
            });
  }
}
