"""nginx twice: as stand-in upstream with a static answer, and as plain reverse proxy, the floor. One worker each."""

from pathlib import Path

from .service import Service

ANSWER = (
    '{"id":"gen-1717000000-AbCdEfGhIjKlMnOpQrSt","object":"chat.completion","created":1717000000,'
    '"model":"openai/gpt-4o-mini","provider":"OpenAI","system_fingerprint":"fp_0123456789","choices":[{"index":0,'
    '"logprobs":null,"finish_reason":"stop","native_finish_reason":"stop","message":{"role":"assistant",'
    '"content":"Apache Camel is an integration framework: routes take messages from one system, change them on the way, '
    'and hand them to another.","refusal":null,"reasoning":null}}],"usage":{"prompt_tokens":23,"completion_tokens":27,'
    '"total_tokens":50,"cost":0.0000197,"prompt_tokens_details":{"cached_tokens":0},'
    '"completion_tokens_details":{"reasoning_tokens":0}}}'
)

MODELS = (
    '{"data":[{"id":"openai/gpt-4o-mini","context_length":128000,"top_provider":{"max_completion_tokens":16384},'
    '"pricing":{"prompt":"0.00000015","completion":"0.0000006"}}]}'
)

COMMON = """
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {home}/pid;
error_log {home}/error.log error;
events {{ worker_connections {connections}; multi_accept on; }}
http {{
    access_log off;
    keepalive_requests 1000000000;
    keepalive_timeout 300s;
    client_max_body_size 64m;
    client_body_buffer_size 64k;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    {content}
}}
"""

UPSTREAM = """
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location = /count {{ stub_status; }}
        location = /api/v1/models {{ default_type application/json; return 200 '{models}'; }}
        location / {{ default_type application/json; return 200 '{answer}'; }}
    }}
"""

FLOOR = """
    upstream standin {{ server {upstream}; keepalive 2048; keepalive_requests 1000000000; }}
    server {{
        listen 127.0.0.1:{port} backlog=4096;
        location /v1/ {{
            proxy_pass http://standin/api/v1/;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_buffering off;
            proxy_request_buffering off;
            proxy_read_timeout 300s;
        }}
    }}
"""


def upstream(home, port):
    return start("nginx-upstream", home, UPSTREAM.format(port=port, answer=ANSWER, models=MODELS))


def floor(home, port, standin, connections):
    return start("nginx", home, FLOOR.format(port=port, upstream=standin), connections)


def start(name, home, content, connections=4096):
    home = Path(home)
    home.mkdir(parents=True, exist_ok=True)
    config = home / "nginx.conf"
    config.write_text(COMMON.format(home=home, content=content, files=connections + 1024, connections=connections), encoding="utf-8")
    return Service(name, ["nginx", "-e", str(home / "start.log"), "-p", str(home), "-c", str(config)], home / "out.log")
