package io.sekisho.compute;

import io.sekisho.audit.Action;
import io.sekisho.estate.Actor;
import io.sekisho.estate.Estate;
import io.sekisho.estate.Names;
import io.sekisho.estate.Refusal;
import io.sekisho.estate.Scene;
import io.sekisho.estate.Which;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Problem;
import io.sekisho.vpc.Instance.Template;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What instances are to be made like.
public final class Templates {
  private static final int MOST = 100;
  private static final int LONGEST = 160 * 1024;

  private final Estate estate;

  public Templates(Estate estate) {
    this.estate = estate;
  }

  /// What is said of a template that changes.
  public record Patch(Optional<String> name) {}

  /// What a body and the template that it copies come to.
  ///
  /// @param text as JSON, without name and resource group
  public record Said(InstancePrototype prototype, String text) {}

  /// @param source the template that is copied first, as the body names it
  public Outcome<Template> create(
      Actor actor, Optional<Which> source, Function<Optional<Template>, Outcome<Said>> said) {
    return estate.write(
        actor,
        Action.INSTANCE_TEMPLATE_CREATE,
        "",
        scene -> {
          List<Template> others = scene.all(Template.class);
          scene.expectRoom(others.size(), MOST, "instance templates");
          Said whole = Instances.granted(said.apply(source(scene, source)));
          Instances.check(scene, whole.prototype);
          if (whole.text.length() > LONGEST) {
            throw new Refusal(
                Problem.of(
                    Code.PAYLOAD_TOO_LARGE,
                    "A template has at most %d characters of JSON.".formatted(LONGEST)));
          }
          return scene.put(
              new Template(
                  scene.regional(
                      "instance-template",
                      scene.region(),
                      Names.own(whole.prototype.name(), others, ""),
                      scene.group(whole.prototype.resourceGroup())),
                  whole.text));
        });
  }

  /// The template that a body names. What is in it comes to light in what is made of it.
  static Optional<Template> source(Scene scene, Optional<Which> which) {
    Optional<Template> found = scene.find(Template.class, which, "source_template");
    found.ifPresent(it -> scene.expect("is.instance.instance-template.read", it));
    return found;
  }

  public Outcome<Template> update(Actor actor, String id, Patch said) {
    return estate.write(
        actor,
        Action.INSTANCE_TEMPLATE_UPDATE,
        id,
        scene -> {
          Template before = scene.get(Template.class, id);
          String name = Names.renamed(said.name(), before, scene.naming(Template.class));
          return scene.put(
              new Template(Scene.renamed(before.identity(), name), before.prototype()));
        });
  }

  public Outcome<Template> delete(Actor actor, String id) {
    return estate.write(
        actor,
        Action.INSTANCE_TEMPLATE_DELETE,
        id,
        scene -> {
          Template template = scene.get(Template.class, id);
          scene.delete(template);
          return template;
        });
  }
}
