package io.sekisho.catalogapi;

import static io.sekisho.vpcapi.VpcRoutes.JSON;
import static io.sekisho.vpcapi.VpcRoutes.MERGE_PATCH;

import io.sekisho.catalog.Image;
import io.sekisho.compute.Images;
import io.sekisho.compute.Images.Patch;
import io.sekisho.compute.Images.Prototype;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Holdings;
import io.sekisho.problem.Outcome;
import io.sekisho.vpcapi.Pages;
import io.sekisho.vpcapi.Request;
import io.sekisho.vpcapi.VpcRoutes;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import io.sekisho.web.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Images: the account's own, and those of the catalogue.
final class ImageRoutes {
  private static final String ALL = "/images";
  private static final String ONE = ALL + "/{id}";
  private static final String TYPE = "image";
  private static final String ACTION = "is.image.image.";
  private static final String NAME = "name";
  private static final String STATUS = "status";
  private static final String VISIBILITY = "visibility";
  private static final String FORMAT = "user_data_format";
  private static final Set<String> TIMES = Set.of("deprecation_at", "obsolescence_at");

  private final VpcRoutes routes;
  private final Images images;

  ImageRoutes(VpcRoutes routes, Images images) {
    this.routes = routes;
    this.images = images;
  }

  List<Route> table() {
    return List.of(
        routes
            .route("POST", ALL, ACTION + "create", this::create)
            .taking(JSON, Prototype.class)
            .answering(201, ImageBody.class),
        routes
            .list(
                ALL,
                ACTION + "list",
                Set.of(Pages.GROUP, NAME, STATUS, VISIBILITY, FORMAT),
                this::list)
            .answering(200, Pages.shape("images", ImageBody.class)),
        routes.about(TYPE, "GET", ONE, ACTION + "read", this::get).answering(200, ImageBody.class),
        routes
            .about(TYPE, "PATCH", ONE, ACTION + "update", this::update)
            .taking(MERGE_PATCH, Patch.class)
            .answering(200, ImageBody.class),
        routes
            .about(TYPE, "DELETE", ONE, ACTION + "delete", this::delete)
            .answering(202, Shape.nothing()),
        routes
            .about(TYPE, "POST", ONE + "/deprecate", ACTION + "deprecate", this::deprecate)
            .silent(),
        routes
            .about(TYPE, "POST", ONE + "/obsolete", ACTION + "obsolete", this::obsolete)
            .silent());
  }

  private Outcome<Reply> create(Actor actor, Request request) {
    return request
        .body(Prototype.class)
        .then(said -> images.create(actor, said, request.version()))
        .then(image -> shown(actor, request, 201, image));
  }

  private Outcome<Reply> list(Actor actor, Request request) {
    Pages pages = new Pages(request, ALL, "images");
    return routes
        .estate()
        .read(
            actor,
            holdings -> {
              List<Image> all = new ArrayList<>(holdings.all(Image.class));
              all.addAll(holdings.catalog().images());
              all.removeIf(
                  pages
                      .where(Pages.GROUP, (Image it) -> it.identity().resourceGroup())
                      .and(pages.where(NAME, Image::name))
                      .and(pages.where(STATUS, this::status))
                      .and(pages.where(VISIBILITY, ImageBody::visibility))
                      .and(pages.where(FORMAT, it -> it.operatingSystem().userDataFormat()))
                      .negate());
              return pages.of(holdings, all, ACTION + "list", it -> body(request, holdings, it));
            });
  }

  private String status(Image it) {
    return it.status(routes.now()).name().toLowerCase(Locale.ROOT);
  }

  private ImageBody body(Request request, Holdings holdings, Image it) {
    return ImageBody.of(request, holdings, it, status(it));
  }

  private Outcome<Reply> get(Actor actor, Request request) {
    return routes
        .estate()
        .read(
            actor,
            holdings -> Reply.json(200, body(request, holdings, holdings.image(request.id()))));
  }

  private Outcome<Reply> update(Actor actor, Request request) {
    return request
        .patch(Patch.class, TIMES)
        .then(patch -> images.update(actor, request.id(), patch.value(), patch.removed()))
        .then(image -> shown(actor, request, 200, image));
  }

  private Outcome<Reply> delete(Actor actor, Request request) {
    return images.delete(actor, request.id()).map(_ -> Reply.accepted());
  }

  private Outcome<Reply> deprecate(Actor actor, Request request) {
    return images.deprecate(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> obsolete(Actor actor, Request request) {
    return images.obsolete(actor, request.id()).map(_ -> Reply.noContent());
  }

  private Outcome<Reply> shown(Actor actor, Request request, int status, Image image) {
    return routes
        .estate()
        .read(actor, holdings -> Reply.json(status, body(request, holdings, image)));
  }
}
