/**
 * Packages that come with another one, by the one that brings them: its own requirements, as its published metadata lists
 * them. Importing what is only brought along works until the one that brings it stops doing so, so it is advisory.
 *
 * The table is short on purpose: agent frameworks, clients of models, and what nearly every agent installs.
 */
const BRINGS = `
  aiohttp: yarl multidict aiosignal frozenlist attrs
  anthropic: httpx pydantic anyio distro jiter sniffio typing-extensions
  beautifulsoup4: soupsieve typing-extensions
  boto3: botocore s3transfer jmespath python-dateutil urllib3
  botocore: jmespath python-dateutil urllib3
  crewai: pydantic openai litellm click python-dotenv instructor opentelemetry-api opentelemetry-sdk json5 chromadb
  crewai-tools: crewai requests beautifulsoup4 pydantic
  django: asgiref sqlparse
  fastapi: starlette pydantic typing-extensions anyio
  flask: werkzeug jinja2 click itsdangerous blinker markupsafe
  google-adk: google-genai fastapi pydantic uvicorn
  google-api-python-client: google-auth google-api-core httplib2
  google-genai: httpx pydantic google-auth anyio websockets requests
  google-generativeai: google-auth google-api-core protobuf pydantic
  httpx: httpcore anyio certifi idna h11 sniffio
  huggingface-hub: requests tqdm pyyaml filelock fsspec packaging typing-extensions
  jinja2: markupsafe
  langchain: langchain-core langgraph pydantic langsmith pyyaml requests sqlalchemy
  langchain-anthropic: langchain-core anthropic pydantic
  langchain-community: langchain-core langchain sqlalchemy requests pyyaml aiohttp numpy tenacity
  langchain-core: pydantic langsmith tenacity pyyaml packaging typing-extensions jsonpatch
  langchain-openai: langchain-core openai tiktoken
  langgraph: langchain-core langgraph-checkpoint langgraph-prebuilt langgraph-sdk pydantic xxhash
  litellm: openai httpx pydantic tiktoken jinja2 aiohttp click python-dotenv tokenizers
  llama-index: llama-index-core nltk
  mcp: anyio httpx pydantic pydantic-settings starlette uvicorn httpx-sse sse-starlette
  openai: httpx pydantic anyio distro jiter sniffio tqdm typing-extensions
  openai-agents: openai pydantic requests mcp typing-extensions
  pandas: numpy python-dateutil pytz tzdata
  pydantic: pydantic-core annotated-types typing-extensions
  pydantic-ai: pydantic httpx openai anthropic
  pydantic-settings: pydantic python-dotenv
  requests: urllib3 certifi idna charset-normalizer
  scikit-learn: numpy scipy joblib threadpoolctl
  scipy: numpy
  sqlalchemy: typing-extensions greenlet
  starlette: anyio
  torch: numpy sympy networkx jinja2 fsspec filelock typing-extensions
  transformers: numpy requests tqdm pyyaml huggingface-hub tokenizers safetensors regex packaging filelock
  uvicorn: click h11
`;

export const BROUGHT_ALONG: ReadonlyMap<string, readonly string[]> = new Map(
  BRINGS.trim()
    .split("\n")
    .map((line): [string, string[]] => {
      const [name = "", brought = ""] = line.trim().split(": ");
      return [name, brought.split(" ")];
    }),
);
