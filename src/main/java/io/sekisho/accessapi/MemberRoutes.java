package io.sekisho.accessapi;

import static io.sekisho.accessapi.Answers.ACCOUNT;
import static io.sekisho.accessapi.Answers.JSON;
import static io.sekisho.accessapi.GroupRoutes.GROUP;
import static io.sekisho.accessapi.GroupRoutes.GROUPS;
import static io.sekisho.accessapi.GroupRoutes.TYPE;

import io.sekisho.access.AccessGroups;
import io.sekisho.access.Members;
import io.sekisho.access.Members.Candidate;
import io.sekisho.access.People;
import io.sekisho.access.People.Person;
import io.sekisho.control.Reach;
import io.sekisho.iam.AccessGroup;
import io.sekisho.iam.AccessGroup.Member;
import io.sekisho.problem.Code;
import io.sekisho.problem.Outcome;
import io.sekisho.problem.Outcome.Granted;
import io.sekisho.problem.Outcome.Refused;
import io.sekisho.problem.Problem;
import io.sekisho.web.Call;
import io.sekisho.web.Documents;
import io.sekisho.web.Reply;
import io.sekisho.web.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Who is in access groups. Those who are in one by a rule, for the hours after a login, are known
/// to their sessions alone: they are in no list.
final class MemberRoutes {
  private static final String MEMBERS = GROUP + "/members";
  private static final String MEMBER = MEMBERS + "/{iam_id}";
  private static final String EVERYWHERE = GROUPS + "/_allgroups/members/{iam_id}";
  private static final int MULTI_STATUS = 207;

  private final Reach reach;
  private final AccessGroups groups;
  private final Members members;
  private final People people;

  MemberRoutes(Reach reach, AccessGroups groups, Members members, People people) {
    this.reach = reach;
    this.groups = groups;
    this.members = members;
    this.people = people;
  }

  List<Route> table() {
    return List.of(
        route("DELETE", EVERYWHERE, "delete", this::removeFromAll)
            .with(Set.of(ACCOUNT))
            .answering(MULTI_STATUS, MemberResults.class),
        route("PUT", EVERYWHERE, "add", this::addToSeveral)
            .with(Set.of(ACCOUNT))
            .taking(JSON, NewPlaces.class)
            .answering(MULTI_STATUS, MemberResults.class),
        route("PUT", MEMBERS, "add", this::add)
            .about(TYPE)
            .taking(JSON, NewMembers.class)
            .answering(MULTI_STATUS, GroupResults.class),
        route("GET", MEMBERS, "list", this::list)
            .about(TYPE)
            .with(Set.of("membership_type", "limit", "offset", "type", "verbose", "sort"))
            .answering(200, MemberPage.class),
        route("POST", MEMBERS + "/delete", "delete", this::removeSeveral)
            .about(TYPE)
            .taking(JSON, Leavers.class)
            .answering(MULTI_STATUS, GroupResults.class),
        route("HEAD", MEMBER, "read", this::isMember).about(TYPE).silent(),
        route("DELETE", MEMBER, "delete", this::remove).about(TYPE).silent());
  }

  private static Route route(String method, String path, String verb, Route.Operation operation) {
    return GroupRoutes.route(method, path, "members." + verb, operation);
  }

  /// Who is to be put into a group.
  record NewMember(Optional<String> iamId, Optional<String> type) {
    Candidate candidate() {
      return new Candidate(iamId.orElse(""), type.orElse(""));
    }
  }

  /// Several of them.
  record NewMembers(List<NewMember> members) {}

  /// Into which groups somebody is to be put.
  record NewPlaces(Optional<String> type, List<String> groups) {}

  /// Who is to leave a group.
  record Leavers(List<String> members) {}

  /// What became of one member, or in one group.
  record Result(
      Optional<String> iamId,
      Optional<String> accessGroupId,
      Optional<String> type,
      Optional<String> createdAt,
      Optional<String> createdById,
      int statusCode,
      String trace,
      Optional<List<Answers.Mistake>> errors) {
    static Result of(
        Optional<String> iamId, Optional<String> group, Outcome<?> outcome, Call call) {
      Optional<Problem> problem =
          outcome instanceof Refused<?>(Problem found) ? Optional.of(found) : Optional.empty();
      Optional<Member> member =
          outcome instanceof Granted<?>(Member found) ? Optional.of(found) : Optional.empty();
      return new Result(
          iamId,
          group,
          member.map(MemberRoutes::type),
          member.map(it -> Answers.time(it.added().at())),
          member.map(it -> it.added().by()),
          problem.map(Problem::status).orElse(200),
          call.by().trace(),
          problem.map(
              it ->
                  List.of(
                      new Answers.Mistake(it.code().wireName(), it.message(), Optional.empty()))));
    }
  }

  /// What became of several members of one group.
  record GroupResults(Optional<String> accessGroupId, List<Result> members) {}

  /// What became of one member in several groups.
  record MemberResults(String iamId, List<Result> groups) {}

  /// A member as IBM shows one.
  record MemberBody(
      String iamId,
      String type,
      String membershipType,
      Optional<String> name,
      Optional<String> email,
      Optional<String> description,
      String href,
      String createdAt,
      String createdById) {
    static MemberBody of(AccessGroup group, Member it, Optional<Person> person, Call call) {
      return new MemberBody(
          it.iamId(),
          MemberRoutes.type(it),
          "static",
          person.map(Person::name),
          person.flatMap(Person::email),
          person.flatMap(Person::description),
          call.href(GROUPS + "/" + group.id() + "/members/" + it.iamId()),
          Answers.time(it.added().at()),
          it.added().by());
    }
  }

  /// A page of members.
  record MemberPage(
      int limit,
      int offset,
      int totalCount,
      Offsets.Link first,
      Optional<Offsets.Link> previous,
      Optional<Offsets.Link> next,
      Offsets.Link last,
      List<MemberBody> members) {}

  private Outcome<Reply> add(Call call) {
    return Documents.read(call.body(), NewMembers.class, "members")
        .then(
            body -> {
              List<Candidate> all = body.members.stream().map(NewMember::candidate).toList();
              return members
                  .add(call.resource(), all, call.by())
                  .map(outcomes -> results(all, outcomes, call));
            })
        .map(all -> Reply.json(MULTI_STATUS, new GroupResults(Optional.empty(), all)));
  }

  private static List<Result> results(
      List<Candidate> candidates, List<Outcome<Member>> outcomes, Call call) {
    List<Result> all = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      Optional<String> iamId = Optional.of(candidates.get(i).iamId());
      all.add(Result.of(iamId, Optional.empty(), outcomes.get(i), call));
    }
    return all;
  }

  private Outcome<Reply> addToSeveral(Call call) {
    return call.parameters()
        .required(ACCOUNT)
        .then(named -> reach.account(named, call.by()))
        .then(
            account ->
                Documents.read(call.body(), NewPlaces.class, "groups")
                    .then(
                        body ->
                            members.add(
                                account,
                                new Candidate(call.resource(), body.type.orElse("")),
                                body.groups,
                                call.by())))
        .map(
            outcomes ->
                outcomes.entrySet().stream()
                    .map(it -> inGroup(it.getKey(), it.getValue(), call))
                    .toList())
        .map(all -> Reply.json(MULTI_STATUS, new MemberResults(call.resource(), all)));
  }

  private Outcome<Reply> removeFromAll(Call call) {
    return call.parameters()
        .required(ACCOUNT)
        .then(named -> reach.account(named, call.by()))
        .then(account -> members.removeFromAll(account, call.resource(), call.by()))
        .map(left -> left.stream().map(group -> inGroup(group, Outcome.of(group), call)).toList())
        .map(all -> Reply.json(MULTI_STATUS, new MemberResults(call.resource(), all)));
  }

  private static Result inGroup(String group, Outcome<?> outcome, Call call) {
    return Result.of(Optional.empty(), Optional.of(group), outcome, call);
  }

  private Outcome<Reply> removeSeveral(Call call) {
    return Documents.read(call.body(), Leavers.class, "members")
        .then(body -> members.remove(call.resource(), body.members, call.by()))
        .map(
            outcomes ->
                outcomes.entrySet().stream()
                    .map(
                        it ->
                            Result.of(
                                Optional.of(it.getKey()), Optional.empty(), it.getValue(), call))
                    .toList())
        .map(all -> Reply.json(MULTI_STATUS, new GroupResults(Optional.of(call.resource()), all)));
  }

  private Outcome<Reply> remove(Call call) {
    return members
        .remove(call.resource(), List.of(call.second()), call.by())
        .then(outcomes -> outcomes.values().iterator().next())
        .map(_ -> Reply.noContent());
  }

  private Outcome<Reply> isMember(Call call) {
    return groups
        .get(call.resource(), call.by())
        .then(
            held ->
                Members.has(held.value(), call.second())
                    ? Outcome.of(Reply.noContent())
                    : Outcome.refuse(
                        Problem.of(Code.NOT_FOUND, call.second() + " is not in the group.")));
  }

  private Outcome<Reply> list(Call call) {
    return Offsets.of(call)
        .then(
            page ->
                call.parameters()
                    .flag("verbose")
                    .then(
                        verbose ->
                            call.parameters()
                                .word("sort", "", List.of("id", "name", "email"))
                                .then(
                                    sort ->
                                        groups
                                            .get(call.resource(), call.by())
                                            .map(
                                                held ->
                                                    page(
                                                        call,
                                                        page,
                                                        found(
                                                            call, held.value(), verbose, sort))))));
  }

  private List<MemberBody> found(Call call, AccessGroup group, boolean verbose, String sort) {
    if (call.parameter("membership_type").equals(Optional.of("dynamic"))) {
      return List.of();
    }
    return group.members().stream()
        .filter(it -> call.parameter("type").stream().allMatch(type(it)::equals))
        .map(
            it ->
                MemberBody.of(
                    group,
                    it,
                    verbose ? people.find(group.account(), it.iamId()) : Optional.empty(),
                    call))
        .sorted(order(sort))
        .toList();
  }

  private static Comparator<MemberBody> order(String sort) {
    return switch (sort) {
      case "id" -> Comparator.comparing(MemberBody::iamId);
      case "name" -> Comparator.comparing(it -> it.name().orElse(""));
      case "email" -> Comparator.comparing(it -> it.email().orElse(""));
      default -> (_, _) -> 0;
    };
  }

  private static Reply page(Call call, Offsets page, List<MemberBody> all) {
    String path = GROUPS + "/" + call.resource() + "/members";
    return Reply.json(
        200,
        new MemberPage(
            page.limit(),
            page.offset(),
            all.size(),
            page.first(call, path),
            page.previous(call, path),
            page.next(call, path, all.size()),
            page.last(call, path, all.size()),
            page.of(all)));
  }

  private static String type(Member member) {
    return member.type().name().toLowerCase(Locale.ROOT);
  }
}
