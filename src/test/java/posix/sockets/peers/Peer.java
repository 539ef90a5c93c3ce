package posix.sockets.peers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that nobody here wrote, talked to line by line. One that hangs is given up. */
final class Peer implements AutoCloseable {
  private static final int SECONDS = 60;
  private static final String END = "\0";

  private final List<String> command;
  private final Process process;
  private final OutputStream in;
  private final Path err;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Peer(String debianPackage, List<String> command) throws IOException {
    this.command = command;
    err = Files.createTempFile("peer", ".err");
    err.toFile().deleteOnExit();
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          command.getFirst() + " is missing: apt-get install " + debianPackage, e);
    }
    in = process.getOutputStream();
    Thread.ofPlatform().daemon().start(() -> read(process.getInputStream()));
  }

  private void read(InputStream out) {
    try (BufferedReader reader = new BufferedReader(new java.io.InputStreamReader(out, UTF_8))) {
      String line;
      while ((line = reader.readLine()) != null) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("reading failed: " + e);
    }
    lines.add(END);
  }

  /** Starts a program of a Debian package. */
  static Peer start(String debianPackage, String... command) throws IOException {
    return new Peer(debianPackage, List.of(command));
  }

  /** Starts a Python program, with {@code socket}, {@code os} and {@code sys} imported. */
  static Peer python(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("python3", "-u", "-c", "import os, socket, sys\n" + program));
    command.addAll(List.of(arguments));
    return new Peer("python3", command);
  }

  /** Runs a program to its end, and gives what it printed, line by line. */
  static List<String> output(String debianPackage, String... command) throws Exception {
    try (var peer = start(debianPackage, command)) {
      return peer.rest();
    }
  }

  long pid() {
    return process.pid();
  }

  /** The next line that it prints. */
  String line() throws Exception {
    String line = lines.poll(SECONDS, TimeUnit.SECONDS);
    assertThat(line).as("a line of %s\n%s", command, Files.readString(err)).isNotNull();
    assertThat(line).as("%s has ended:\n%s", command, Files.readString(err)).isNotEqualTo(END);
    return line;
  }

  /** Gives it a line to read. */
  void say(String line) throws IOException {
    in.write((line + "\n").getBytes(UTF_8));
    in.flush();
  }

  /** Gives it bytes to read. */
  void write(byte[] bytes) throws IOException {
    in.write(bytes);
    in.flush();
  }

  /** It has nothing more to read. */
  void noMore() throws IOException {
    in.close();
  }

  /** Its end, which has to be a good one, and what it printed until then. */
  List<String> rest() throws Exception {
    List<String> rest = new ArrayList<>();
    String line = lines.poll(SECONDS, TimeUnit.SECONDS);
    while (line != null && !line.equals(END)) {
      rest.add(line);
      line = lines.poll(SECONDS, TimeUnit.SECONDS);
    }
    boolean ended = line != null && process.waitFor(SECONDS, TimeUnit.SECONDS);
    assertThat(ended).as("%s has ended\n%s", command, Files.readString(err)).isTrue();
    assertThat(process.exitValue()).as("%s\n%s", command, Files.readString(err)).isZero();
    return rest;
  }

  /** What it has written to its standard error so far. */
  String errors() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    in.close();
    Files.deleteIfExists(err);
  }
}
