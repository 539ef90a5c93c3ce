package posix.sockets.gallery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.mustachejava.DefaultMustacheFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import posix.sockets.gallery.Gallery.Entry;
import posix.sockets.gallery.Transcript.Part;
import posix.sockets.gallery.Transcript.Terminal;
import posix.sockets.parity.Layer;
import posix.sockets.parity.Play.Playbill;
import posix.sockets.parity.Script;

/** What the templates are filled with. */
final class Pages {
  private static final String UP = "../../"; // from both folders that pages are written to

  /** The groups in the order in which one may learn them, and what they are about. */
  private static final Map<String, String> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("tcp", "Streams: servers and clients, echo, files, messages, HTTP");
    GROUPS.put("udp", "Datagrams: to one, to several, to all; what was lost, and why");
    GROUPS.put("unix", "Local sockets: paths and abstract names, credentials, open files");
    GROUPS.put("options", "Options, their defaults, and what goes wrong");
    GROUPS.put("names", "Names, services, interfaces, and addresses as text");
    GROUPS.put("multiplexing", "Many descriptors and one thread: select, poll, epoll");
    GROUPS.put("messages", "Flags, urgent data, and several buffers in one call");
    GROUPS.put("raw", "Below TCP and UDP");
    GROUPS.put("netlink", "Talking to the kernel about its network");
    GROUPS.put("tls", "Encrypted, in Java alone");
  }

  private final List<Entry> entries;
  private final Map<Script.Scenario, Playbill> played;
  private final Map<String, Map<Layer, Source>> sources = new LinkedHashMap<>();
  private final Map<Entry, Set<String>> calls = new HashMap<>();

  private Pages(List<Entry> entries, Map<Script.Scenario, Playbill> played) throws IOException {
    this.entries =
        GROUPS.keySet().stream()
            .flatMap(group -> entries.stream().filter(entry -> entry.group().equals(group)))
            .toList();
    if (this.entries.size() != entries.size()) {
      throw new IllegalStateException("Pages.GROUPS does not have all groups");
    }
    this.played = played;
    for (Entry entry : entries) {
      for (String program : entry.programs()) {
        sources.put(program, read(program));
      }
      var names = new TreeSet<String>();
      texts(entry).forEach(source -> names.addAll(Names.calls(source)));
      calls.put(entry, names);
    }
  }

  private static Map<Layer, Source> read(String program) throws IOException {
    var read = new EnumMap<Layer, Source>(Layer.class);
    for (Layer layer : Layer.values()) {
      if (layer.exists(program)) {
        read.put(layer, Source.read(layer.source(program)));
      }
    }
    return read;
  }

  /**
   * All pages, by file name.
   *
   * @param played what a scenario's programs have printed; without it their output is left out
   */
  static Map<String, String> render(List<Entry> entries, Map<Script.Scenario, Playbill> played)
      throws IOException {
    var pages = new Pages(entries, played);
    var rendered = new TreeMap<String, String>();
    rendered.put("index.html", fill("index.mustache", pages.index()));
    for (int i = 0; i < pages.entries.size(); i++) {
      rendered.put(file(pages.entries.get(i)), fill("page.mustache", pages.page(i)));
    }
    return rendered;
  }

  private static String fill(String template, Object contents) throws IOException {
    var html = new StringWriter();
    new DefaultMustacheFactory(Pages::template).compile(template).execute(html, contents).flush();
    return html.toString();
  }

  private static Reader template(String name) {
    return new InputStreamReader(Pages.class.getResourceAsStream(name), UTF_8);
  }

  private static String file(Entry entry) {
    return entry.script().name().replace('/', '-') + ".html";
  }

  private Link link(Entry entry) {
    return new Link(file(entry), entry.script().name());
  }

  private Entry home(String program) {
    return entries.stream().filter(e -> e.programs().contains(program)).findFirst().orElseThrow();
  }

  record Link(String url, String text) {}

  /** A program on its page; {@code c}, {@code raw} and {@code typed} link to the sources. */
  record Program(
      String name,
      String lead,
      Link c,
      Link raw,
      Link typed,
      List<CodeView.Cells> steps,
      String typedCode,
      boolean twins) {
    String anchor() {
      return name.replace('/', '-');
    }

    String shortName() {
      return name.substring(name.indexOf('/') + 1);
    }

    boolean typedToo() {
      return twins && typed != null;
    }
  }

  record Scene(String name, boolean first, boolean several, List<Screen> terminals) {}

  record Screen(
      String name, Link program, List<String> commands, List<Shown> parts, Integer status) {
    boolean ended() {
      return status != null;
    }
  }

  /** A part of a transcript, for a template: one of them is true. */
  record Shown(boolean printed, boolean error, boolean typed, boolean end, String text) {}

  record Topic(String name, List<Reference> calls) {}

  /** Something to look up, and the pages that show it. */
  record Reference(String name, String url, List<Link> pages) {}

  record Page(
      String name,
      String group,
      String about,
      List<Program> programs,
      List<Link> others,
      boolean anyC,
      boolean anyTyped,
      Scene run,
      List<Scene> scenes,
      List<Topic> topics,
      Link before,
      Link after) {
    boolean hasOthers() {
      return !others.isEmpty();
    }

    boolean hasTopics() {
      return !topics.isEmpty();
    }
  }

  private Page page(int number) {
    Entry entry = entries.get(number);
    List<Program> programs = entry.programs().stream().map(this::program).toList();
    List<Scene> scenes = entry.script().scenarios().stream().map(s -> scene(s, entry)).toList();
    return new Page(
        entry.script().name(),
        entry.group(),
        GROUPS.get(entry.group()),
        programs,
        others(entry),
        programs.stream().anyMatch(program -> program.c != null),
        programs.stream().anyMatch(program -> program.twins && program.typed != null),
        scenes.getFirst(),
        scenes.subList(1, scenes.size()),
        topics(calls.get(entry), false),
        number == 0 ? null : link(entries.get(number - 1)),
        number == entries.size() - 1 ? null : link(entries.get(number + 1)));
  }

  /** The other examples that take part. */
  private List<Link> others(Entry entry) {
    return entry.script().scenarios().stream()
        .flatMap(scenario -> scenario.programs().stream())
        .distinct()
        .filter(program -> !entry.programs().contains(program))
        .map(this::programLink)
        .toList();
  }

  private Link programLink(String program) {
    return new Link(file(home(program)) + "#" + program.replace('/', '-'), program);
  }

  private Program program(String name) {
    Map<Layer, Source> texts = sources.get(name);
    Source c = texts.get(Layer.C);
    Source raw = texts.get(Layer.RAW);
    Source typed = texts.get(Layer.TYPED);
    List<CodeView.Cells> steps =
        c == null ? List.of() : CodeView.cells(Alignment.of(c.lines(), raw.lines()));
    return new Program(
        name,
        (c == null ? typed : c).lead(),
        source(name, Layer.C),
        source(name, Layer.RAW),
        source(name, Layer.TYPED),
        steps,
        typed == null ? null : CodeView.alone(typed),
        c != null);
  }

  private static Link source(String program, Layer layer) {
    if (!layer.exists(program)) {
      return null;
    }
    String path = Layer.ROOT.relativize(layer.source(program)).toString();
    return new Link(UP + path, path);
  }

  private Scene scene(Script.Scenario scenario, Entry entry) {
    var transcript = new Transcript(scenario, played.get(scenario));
    List<Screen> screens =
        transcript.terminals().stream().map(terminal -> screen(terminal, entry)).toList();
    return new Scene(transcript.name(), scenario.first(), screens.size() > 1, screens);
  }

  private Screen screen(Terminal terminal, Entry entry) {
    String program = terminal.program();
    boolean elsewhere = program != null && !entry.programs().contains(program);
    return new Screen(
        terminal.name(),
        elsewhere ? programLink(program) : null,
        terminal.commands(),
        terminal.parts().stream().map(Pages::shown).toList(),
        terminal.status());
  }

  private static Shown shown(Part part) {
    String kind = part.kind();
    return new Shown(
        kind.equals(Part.OUT),
        kind.equals(Part.ERR),
        kind.equals(Part.TYPED),
        kind.equals(Part.END),
        Source.escape(part.text()));
  }

  /** What calls are looked for in: C, or Java where there is no C. */
  private Stream<Source> texts(Entry entry) {
    return entry.programs().stream()
        .map(sources::get)
        .map(texts -> texts.getOrDefault(Layer.C, texts.get(Layer.TYPED)));
  }

  private List<Topic> topics(Set<String> names, boolean withPages) {
    var topics = new ArrayList<Topic>();
    ManPages.byTopic(names)
        .forEach((topic, found) ->
            topics.add(
                new Topic(
                    topic,
                    found.stream()
                        .map(call ->
                            new Reference(
                                call.reference(),
                                call.url(),
                                withPages ? pagesWithCall(call.name()) : List.of()))
                        .toList())));
    return topics;
  }

  private List<Link> pagesWithCall(String name) {
    return entries.stream().filter(e -> calls.get(e).contains(name)).map(this::link).toList();
  }

  record Group(String name, String about, List<Card> cards) {}

  /** A page, as the index tells of it. */
  record Card(Link link, List<Program> programs) {}

  record Index(List<Group> groups, int programs, List<Topic> topics, List<Topic> flags) {}

  private Index index() {
    var groups = new ArrayList<Group>();
    GROUPS.forEach((group, about) ->
        groups.add(
            new Group(
                group,
                about,
                entries.stream()
                    .filter(entry -> entry.group().equals(group))
                    .map(e -> new Card(link(e), e.programs().stream().map(this::program).toList()))
                    .toList())));
    var all = new TreeSet<String>();
    calls.values().forEach(all::addAll);
    return new Index(groups, sources.size(), topics(all, true), flags());
  }

  private List<Topic> flags() {
    var topics = new ArrayList<Topic>();
    for (Flags kind : Flags.values()) {
      var found = new TreeMap<String, List<Link>>();
      for (Entry entry : entries) {
        texts(entry)
            .flatMap(source -> Names.flags(source).stream())
            .filter(flag -> Flags.of(flag) == kind)
            .distinct()
            .forEach(flag -> found.computeIfAbsent(flag, _ -> new ArrayList<>()).add(link(entry)));
      }
      List<Reference> references =
          found.entrySet().stream()
              .map(flag -> new Reference(flag.getKey(), ManPages.url(kind.page), flag.getValue()))
              .toList();
      if (!references.isEmpty()) {
        topics.add(new Topic(kind.title, references));
      }
    }
    return topics;
  }
}
